import { type AppState, run } from '../../bridge'
import { make } from '../../saving'
import { shortened } from '../../ui/foreign-text'
import { SettingRow } from '../../ui/setting-row'
import { timeOf } from '../../ui/time'

/** The person wants to know whether this is the newest version. */
export function UpdateSetting({ update }: { update: NonNullable<AppState['update']> }) {
  const check = () => make('updates', { attempt: () => run('updates.check', {}), words: 'Looked for a newer version' })
  const isOffered = update.kind === 'available'
  return (
    <SettingRow id="updates" namesControl={false} label="Updates" help={wordsFor(update)}>
      {isOffered && update.isDeclined && (
        <button type="button" onClick={() => void make('updates', { attempt: () => run('updates.download', {}) })}>
          Update
        </button>
      )}
      <button type="button" id="updates" aria-describedby="updates-help" onClick={() => void check()}>
        Check now
      </button>
    </SettingRow>
  )
}

export function whenItStarts({ installsAtQuit }: { installsAtQuit: boolean }): string {
  return installsAtQuit
    ? 'It starts when you open the app the next time.'
    : 'To install it, the system asks for an administrator’s password.'
}

function wordsFor(update: NonNullable<AppState['update']>): string {
  if (update.kind === 'none') {
    return update.checkedAt === null
      ? 'Nobody has looked for a newer version yet.'
      : `This is the newest version, as of ${timeOf(update.checkedAt)}.`
  }
  const version = shortened(update.version, 30)
  if (update.kind === 'downloading') return `Version ${version} is being fetched.`
  if (update.kind === 'ready') return `Version ${version} is ready. ${whenItStarts(update)}`
  return `Version ${version} is there.`
}
