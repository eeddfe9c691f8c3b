import type { ComponentChildren } from 'preact'
import { type AppState, run } from '../../bridge'
import { make } from '../../saving'
import { rich, text } from '../../text'
import { shortened } from '../../ui/foreign-text'
import { formatTime } from '../../ui/format-time'
import { SettingRow } from '../../ui/setting-row'

/** The person wants to know whether this is the newest version. */
export function UpdateSetting({ update }: { update: NonNullable<AppState['update']> }) {
  const check = () => make('updates', { attempt: () => run('updates.check', {}), words: text('updates.lookedFor') })
  const isOffered = update.kind === 'available'
  return (
    <SettingRow id="updates" namesControl={false} label={text('updates.title')} help={wordsFor(update)}>
      {isOffered && update.isDeclined && (
        <button type="button" onClick={() => void make('updates', { attempt: () => run('updates.download', {}) })}>
          {text('updates.update')}
        </button>
      )}
      <button type="button" id="updates" aria-describedby="updates-help" onClick={() => void check()}>
        {text('updates.checkNow')}
      </button>
    </SettingRow>
  )
}

export function whenItStarts({ installsAtQuit }: { installsAtQuit: boolean }): string {
  return installsAtQuit ? text('updates.atNextStart') : text('updates.administrator')
}

function wordsFor(update: NonNullable<AppState['update']>): ComponentChildren {
  if (update.kind === 'none') {
    return update.checkedAt === null
      ? text('updates.notLooked')
      : text('updates.newest', { time: formatTime(update.checkedAt) })
  }
  const version = shortened(update.version, 30)
  if (update.kind === 'downloading') return rich('updates.isFetched', { version })
  if (update.kind === 'ready') return rich('updates.isReady', { version, how: whenItStarts(update) })
  return rich('updates.isThere', { version })
}
