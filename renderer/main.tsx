import './styles/tokens.css'
import './styles/base.css'
import './ui/text.css'
import './ui/button.css'
import './ui/input.css'
import './ui/card.css'
import { render } from 'preact'
import { App } from './app'
import { acceptPictures } from './panels/avatar/drop-and-paste'
import { followState } from './state'

acceptPictures()
followState()
const root = document.getElementById('app')
if (root) render(<App />, root)
