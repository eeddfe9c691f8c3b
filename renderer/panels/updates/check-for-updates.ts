import { run } from '../../bridge'
import { makeChange } from '../../saving'
import { text } from '../../text'

/** Looks for a newer version of the app. The row of the updates shows how it ended. */
export async function checkForUpdates(): Promise<void> {
  await makeChange('updates', { send: () => run('updates.check', {}), doneText: text('updates.lookedFor') })
}
