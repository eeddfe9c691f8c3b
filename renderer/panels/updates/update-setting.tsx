import type { ComponentChildren } from 'preact'
import { type AppState, run } from '../../bridge'
import { makeChange } from '../../saving'
import { state } from '../../state'
import { richText, text } from '../../text'
import { shortened } from '../../ui/foreign-text'
import { formatTime } from '../../ui/format-time'
import { SettingRow } from '../../ui/setting-row'
import { checkForUpdates } from './check-for-updates'

type Update = NonNullable<AppState['update']>

/** Says whether this is the newest version of the app, and checks it again. */
export function UpdateSetting() {
  const update = state.update.value
  if (!update) return null
  const download = () => makeChange('updates', { send: () => run('updates.download', {}), isAction: true })
  return (
    <SettingRow id="updates" namesControl={false} label={text('updates.title')} help={statusText(update)}>
      {update.kind === 'available' && update.isDeclined && (
        <button type="button" onClick={() => void download()}>
          {text('updates.update')}
        </button>
      )}
      <button type="button" id="updates" aria-describedby="updates-help" onClick={() => void checkForUpdates()}>
        {text('updates.checkNow')}
      </button>
    </SettingRow>
  )
}

/** @returns how a downloaded version is installed, unless the user restarts the app */
export function installText({ installsOnQuit }: { installsOnQuit: boolean }): string {
  return installsOnQuit ? text('updates.atNextStart') : text('updates.administrator')
}

function statusText(update: Update): ComponentChildren {
  if (update.kind === 'none') {
    return update.checkedAt === null
      ? text('updates.notLooked')
      : text('updates.newest', { time: formatTime(update.checkedAt) })
  }
  const version = shortened(update.version, 30)
  if (update.kind === 'downloading') return richText('updates.isFetched', { version })
  if (update.kind === 'ready') return richText('updates.isReady', { version, how: installText(update) })
  return richText('updates.isThere', { version })
}
