import { render } from 'preact'
import { App } from './app'
import { acceptPictures } from './panels/avatar/drop-and-paste'
import { followState } from './state'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/layout.css'

acceptPictures()
followState()
const root = document.getElementById('app')
if (root) render(<App />, root)
