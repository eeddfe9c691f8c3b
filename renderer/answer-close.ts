import { type AppState, run } from './bridge'
import { type SaveStatus, saveStatusOf } from './saving'
import { saveDrafts, unsavedSettings } from './unsaved'

type CloseRequest = NonNullable<AppState['closeRequest']>

/** The failures for which the window came back. */
const shownFailures = new WeakSet<SaveStatus>()

/**
 * Tells the main process whether the window may be hidden or closed. Apart from the script of the start.
 * @returns whether the user has to decide
 */
export async function answerClose({ id, reason }: CloseRequest): Promise<boolean> {
  void run('app.answerClose', { id, answer: 'saving' })
  await saveDrafts()
  const unsaved = unsavedSettings()
  // A hidden window keeps what is typed, so it comes back once for each change that was not saved.
  const isNew = (status: SaveStatus) => ['saving', 'failed'].includes(status.kind) && !shownFailures.has(status)
  const first = unsaved.find(({ id: setting }) => reason !== 'hide' || isNew(saveStatusOf(setting)))
  for (const setting of unsaved) shownFailures.add(saveStatusOf(setting.id))
  if (!first) {
    void run('app.answerClose', { id, answer: 'close' })
    return false
  }
  void run('app.answerClose', { id, answer: 'stay' })
  if (reason === 'sign-out') return false
  // Another panel would take an open dialog away, and what is typed in it.
  const isDialogOpen = unsaved.some(({ controlId }) => controlId === null)
  const { controlId, panel } = first
  if (controlId !== null && !isDialogOpen) await (await import('./search/reveal')).reveal({ id: controlId, panel })
  return reason === 'quit'
}
