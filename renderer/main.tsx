import './styles/tokens.css'
import './styles/base.css'
import './ui/text.css'
import './ui/button.css'
import './ui/input.css'
import './ui/card.css'
import { render } from 'preact'
import { App } from './app'
import { acceptPictures } from './panels/avatar/drop-and-paste'
import { reportDefects } from './report-defects'
import { followPanel } from './saving'
import { followState } from './state'

reportDefects()
acceptPictures()
followPanel()
followState()
const root = document.getElementById('app')
if (root) render(<App />, root)
// Apart from the script of the start: before the first picture there is nothing to press.
void import('./input/guards').then(({ guardInput }) => guardInput())
