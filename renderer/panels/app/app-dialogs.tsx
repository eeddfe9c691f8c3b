import { signal } from '@preact/signals'
import { lazy } from '../../ui/lazy'

const AboutDialog = lazy(async () => (await import('./about-dialog')).AboutDialog)
const DiagnosticsDialog = lazy(async () => (await import('./diagnostics-dialog')).DiagnosticsDialog)

/** The menus open these dialogs, too. */
export const isDiagnosticsOpen = signal(false)
/** While nobody is signed in, the window has no panels: a dialog shows what This app says about the app. */
export const isAboutOpen = signal(false)

export function AppDialogs() {
  return (
    <>
      {isDiagnosticsOpen.value && (
        <DiagnosticsDialog
          close={() => {
            isDiagnosticsOpen.value = false
          }}
        />
      )}
      {isAboutOpen.value && (
        <AboutDialog
          close={() => {
            isAboutOpen.value = false
          }}
        />
      )}
    </>
  )
}
