import type { PanelName } from './bridge'
import { isDiagnosticsOpen } from './panels/app/app-dialogs'
import { text } from './text'
import './ui/banner.css'

interface FailedProps {
  tryAgain(): void
}

/** Takes the place of a panel that threw. */
export function FailedPanel({ panel, tryAgain }: FailedProps & { panel: PanelName }) {
  return (
    <>
      <h1>{text(`panel.${panel}`)}</h1>
      <div class="card empty" role="alert">
        <p>{text('crash.panel')}</p>
        <Actions tryAgain={tryAgain} />
      </div>
    </>
  )
}

/** Takes the place of everything but dialogs. */
export function FailedWindow({ tryAgain }: FailedProps) {
  return (
    <main class="waiting">
      <div class="empty" role="alert">
        <p>{text('crash.window')}</p>
        <Actions tryAgain={tryAgain} />
      </div>
    </main>
  )
}

/** Takes the place of a message of the window. */
export function FailedBanner({ tryAgain }: FailedProps) {
  return (
    <div class="banner warning">
      <p>{text('crash.part')}</p>
      <button type="button" onClick={tryAgain}>
        {text('common.tryAgain')}
      </button>
    </div>
  )
}

function Actions({ tryAgain }: FailedProps) {
  const showDiagnostics = () => {
    isDiagnosticsOpen.value = true
  }
  return (
    <>
      <button type="button" class="primary" onClick={tryAgain}>
        {text('common.tryAgain')}
      </button>
      <button type="button" class="link" onClick={showDiagnostics}>
        {text('diagnostics.title')}
      </button>
    </>
  )
}
