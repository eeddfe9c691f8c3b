import { useEffect } from 'preact/hooks'
import type { AppState, UiAction } from './bridge'
import { isAboutOpen, isDiagnosticsOpen } from './panels/app/app-dialogs'
import { choosePictureFile } from './panels/avatar/picture-state'
import { isSignOutDialogOpen } from './panels/session/sign-out-button'
import { checkForUpdates } from './panels/updates/check-for-updates'
import { focusSearch } from './search/focus-search'
import { showPanel } from './show-panel'
import { openPanel, state } from './state'

/** Does what the user asked for outside the window, for example in the tray. Each request has its own id. */
export function useUiRequest(): void {
  const request = state.uiRequest.value
  useEffect(() => {
    if (request) carryOut(request)
  }, [request?.id])
}

/** While a dialog is open, it and its panel stay as they are: what was typed in it would be lost. */
function carryOut({ panel, then, mailServer }: NonNullable<AppState['uiRequest']>): void {
  if (document.querySelector('dialog[open]')) return
  if (panel && !isSignedOut()) showPanel(panel)
  if (then) actions[then]()
  if (mailServer !== null && !isSignedOut()) void revealMailServer(mailServer)
}

const isSignedOut = () => state.session.peek().kind === 'signed-out'

const actions: Record<UiAction, () => void> = {
  'choose-picture': () => void choosePictureFile(),
  'sign-out': () => {
    isSignOutDialogOpen.value = true
  },
  'sign-in': () => void focusSignIn(),
  find: focusSearch,
  version: () => void revealAbout('version'),
  updates: () => {
    void revealAbout('updates')
    void checkForUpdates()
  },
  diagnostics: () => {
    isDiagnosticsOpen.value = true
  },
}

/** Moves the focus to a row about the app: in This app, or in a dialog while nobody is signed in. */
async function revealAbout(id: 'version' | 'updates'): Promise<void> {
  isAboutOpen.value = isSignedOut()
  const { reveal } = await import('./search/reveal')
  await reveal({ id, panel: openPanel.peek() })
}

/** Moves the focus to the row of a mail server, which may have another id since. */
async function revealMailServer(id: string): Promise<void> {
  const [{ reveal }, { noteOf }] = await Promise.all([
    import('./search/reveal'),
    import('./panels/smtp/mail-server-names'),
  ])
  await reveal({ id: noteOf(id), panel: 'smtp' })
}

/** Moves the focus to the first empty field of the sign-in form. */
async function focusSignIn(): Promise<void> {
  const { waitForControl } = await import('./search/reveal')
  const email = (await waitForControl('email')) as HTMLInputElement | null
  const field = email?.value ? document.getElementById('password') : email
  field?.focus()
}
