import { run } from '../../bridge'
import { runQuietly, saveFile } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { DialogBoundary } from '../../ui/dialog-boundary'
import { lazy } from '../../ui/lazy'
import { NoteLine } from '../../ui/saving-note'
import { SettingGroup } from '../../ui/setting-row'
import { profileNote } from './profile-note'

const ApplyProfileDialog = lazy(async () => (await import('./apply-profile-dialog')).ApplyProfileDialog)

/** Saves the account's settings to a file, and applies such a file to the account. */
export function SettingsFile() {
  return (
    <SettingGroup title={text('profile.title')}>
      <div class="row with-actions">
        <p class="help">
          {text('profile.help')} {text('profile.helpPersonal')}
        </p>
        <div class="buttons start">
          <button
            type="button"
            id="save-settings"
            onClick={() => void saveFile(profileNote, () => run('profiles.save', {}))}
          >
            {text('profile.save')}
          </button>
          <button
            type="button"
            id="apply-settings"
            onClick={() => void runQuietly(profileNote, () => run('profiles.open', {}))}
          >
            {text('profile.apply')}
          </button>
        </div>
        <NoteLine id={profileNote} />
      </div>
      {state.profile.value && (
        <DialogBoundary close={() => void run('profiles.close', {})}>
          <ApplyProfileDialog profile={state.profile.value} />
        </DialogBoundary>
      )}
    </SettingGroup>
  )
}
