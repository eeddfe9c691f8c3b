import { run } from '../../bridge'
import { runQuietly } from '../../saving'
import { text } from '../../text'

/** Looks for a newer version of the app. The row of the updates shows how it ended. */
export async function checkForUpdates(): Promise<void> {
  await runQuietly('updates', () => run('updates.check', {}), text('updates.checking'))
}
