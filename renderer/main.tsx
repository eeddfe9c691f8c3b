import './styles/tokens.css'
import './styles/base.css'
import './ui/text.css'
import './ui/button.css'
import './ui/input.css'
import './ui/card.css'
import { render } from 'preact'
import { App } from './app'
import { AccidentalClicks } from './input/accidental-clicks'
import { ignoreComposingKeys } from './input/ime'
import { keepFocus } from './input/keep-focus'
import { acceptPictures } from './panels/avatar/drop-and-paste'
import { reportDefects } from './report-defects'
import { followPanel } from './saving'
import { followState } from './state'

reportDefects()
ignoreComposingKeys()
new AccidentalClicks()
keepFocus()
acceptPictures()
followPanel()
followState()
const root = document.getElementById('app')
if (root) render(<App />, root)
