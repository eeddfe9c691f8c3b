import { useState } from 'preact/hooks'
import { type CommandInput, run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { lazy } from '../../ui/lazy'
import { SettingGroup, SettingRow } from '../../ui/setting-row'
import { SwitchSetting } from '../../ui/switch-setting'
import { LanguageSetting } from './language-setting'

const UpdateSetting = lazy(async () => (await import('../updates/update-setting')).UpdateSetting)
const DiagnosticsDialog = lazy(async () => (await import('./diagnostics-dialog')).DiagnosticsDialog)

const change = (changes: CommandInput<'app.change'>) => run('app.change', changes)

/** The settings of this app on this computer. Two of them need a tray. */
export function AppSettingsGroup() {
  const appSettings = state.appSettings.value
  return (
    <SettingGroup title={text('thisApp.title')}>
      <LanguageSetting />
      <SwitchSetting
        id="startAtLogin"
        label={text('setting.startAtLogin')}
        help={text('setting.startAtLogin.help')}
        value={appSettings.startAtLogin}
        change={(startAtLogin) => change({ startAtLogin })}
      />
      {appSettings.hasTray && (
        <>
          <SwitchSetting
            id="startHidden"
            label={text('setting.startHidden')}
            help={text('setting.startHidden.help')}
            value={appSettings.startHidden}
            change={(startHidden) => change({ startHidden })}
          />
          <SwitchSetting
            id="stayInTray"
            label={text('setting.stayInTray')}
            help={text('setting.stayInTray.help')}
            value={appSettings.stayInTray}
            change={(stayInTray) => change({ stayInTray })}
          />
        </>
      )}
      {state.update.value && <UpdateSetting />}
      <DiagnosticsRow />
    </SettingGroup>
  )
}

function DiagnosticsRow() {
  const [isOpen, setOpen] = useState(false)
  return (
    <SettingRow id="diagnostics" namesControl={false} label={text('diagnostics.title')} help={text('diagnostics.help')}>
      <button type="button" id="diagnostics" aria-describedby="diagnostics-help" onClick={() => setOpen(true)}>
        {text('common.view')}
      </button>
      {isOpen && <DiagnosticsDialog close={() => setOpen(false)} />}
    </SettingRow>
  )
}
