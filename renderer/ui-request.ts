import { useEffect } from 'preact/hooks'
import { choosePictureFile } from './panels/avatar/picture-state'
import { isSignOutDialogOpen } from './panels/session/sign-out-button'
import { openPanel, state } from './state'

/** Does what the user asked for outside the window, for example in the tray. Each request has its own id. */
export function useUiRequest(): void {
  const request = state.uiRequest.value
  useEffect(() => {
    if (!request) return
    openPanel.value = request.panel
    if (request.then === 'choose-picture') void choosePictureFile()
    if (request.then === 'sign-out') isSignOutDialogOpen.value = true
  }, [request?.id])
}
