import { signal } from '@preact/signals'
import { DialogBoundary } from '../../ui/dialog-boundary'
import { lazy } from '../../ui/lazy'

const AboutDialog = lazy(async () => (await import('./about-dialog')).AboutDialog)
const DiagnosticsDialog = lazy(async () => (await import('./diagnostics-dialog')).DiagnosticsDialog)
const KeychainCheckDialog = lazy(async () => (await import('./keychain-check-dialog')).KeychainCheckDialog)

/** The menus open these dialogs, too. */
export const isDiagnosticsOpen = signal(false)
/** While nobody is signed in, the window has no panels: a dialog shows what This app says about the app. */
export const isAboutOpen = signal(false)
/** The messages of the window open it, too. */
export const isKeychainCheckOpen = signal(false)

const closeDiagnostics = () => {
  isDiagnosticsOpen.value = false
}
const closeAbout = () => {
  isAboutOpen.value = false
}

export function AppDialogs() {
  return (
    <>
      {isDiagnosticsOpen.value && (
        <DialogBoundary close={closeDiagnostics}>
          <DiagnosticsDialog close={closeDiagnostics} />
        </DialogBoundary>
      )}
      {isKeychainCheckOpen.value && (
        <KeychainCheckDialog
          close={() => {
            isKeychainCheckOpen.value = false
          }}
        />
      )}
      {isAboutOpen.value && (
        <DialogBoundary close={closeAbout}>
          <AboutDialog close={closeAbout} />
        </DialogBoundary>
      )}
    </>
  )
}
