import { render } from 'preact'
import { App } from './app'
import { followState } from './state'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/layout.css'

// A file that misses its target must not replace the page.
for (const event of ['dragover', 'drop'] as const) window.addEventListener(event, (drag) => drag.preventDefault())

void followState()
const root = document.getElementById('app')
if (root) render(<App />, root)
