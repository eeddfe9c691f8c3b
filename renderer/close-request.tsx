import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { type AppState, run } from './bridge'
import { state } from './state'
import { DialogBoundary } from './ui/dialog-boundary'
import { lazy } from './ui/lazy'

const UnsavedDialog = lazy(async () => (await import('./unsaved-dialog')).UnsavedDialog)

type CloseRequest = NonNullable<AppState['closeRequest']>

/** The id of the request to quit about which the user is asked. */
const asked = signal<number | null>(null)

/** Saves what is typed when the window is to be hidden or closed. Asks the user to decide about what cannot be saved. */
export function CloseRequestDialog() {
  const request = state.closeRequest.value
  useEffect(() => {
    if (request) void answer(request)
  }, [request?.id])
  const id = asked.value
  if (id === null) return null
  const close = () => {
    asked.value = null
  }
  return (
    <DialogBoundary close={close}>
      <UnsavedDialog quit={() => run('app.answerClose', { id, answer: 'close' })} close={close} />
    </DialogBoundary>
  )
}

async function answer(request: CloseRequest): Promise<void> {
  const { answerClose } = await import('./answer-close')
  if (await answerClose(request)) asked.value = request.id
}
