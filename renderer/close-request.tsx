import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { type AppState, run } from './bridge'
import { type SaveStatus, saveStatusOf } from './saving'
import { state } from './state'
import { DialogBoundary } from './ui/dialog-boundary'
import { lazy } from './ui/lazy'
import { saveDrafts, unsavedSettings } from './unsaved'

const UnsavedDialog = lazy(async () => (await import('./unsaved-dialog')).UnsavedDialog)

type CloseRequest = NonNullable<AppState['closeRequest']>

/** The id of the request to quit about which the user is asked. */
const asked = signal<number | null>(null)

/** The failures for which the window came back. */
const shownFailures = new WeakSet<SaveStatus>()

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

async function answer({ id, reason }: CloseRequest): Promise<void> {
  void run('app.answerClose', { id, answer: 'saving' })
  await saveDrafts()
  const unsaved = unsavedSettings()
  // A hidden window keeps what is typed, so it comes back once for each change that was not saved.
  const isNew = (status: SaveStatus) => ['saving', 'failed'].includes(status.kind) && !shownFailures.has(status)
  const first = unsaved.find(({ id: setting }) => reason !== 'hide' || isNew(saveStatusOf(setting)))
  for (const setting of unsaved) shownFailures.add(saveStatusOf(setting.id))
  if (!first) {
    void run('app.answerClose', { id, answer: 'close' })
    return
  }
  void run('app.answerClose', { id, answer: 'stay' })
  if (reason === 'sign-out') return
  // Another panel would take an open dialog away, and what is typed in it.
  const isDialogOpen = unsaved.some(({ controlId }) => controlId === null)
  const { controlId, panel } = first
  if (controlId !== null && !isDialogOpen) await (await import('./search/reveal')).reveal({ id: controlId, panel })
  if (reason === 'quit') asked.value = id
}
