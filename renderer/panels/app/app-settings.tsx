import { useState } from 'preact/hooks'
import { type AppState, type CommandInput, run } from '../../bridge'
import { text } from '../../text'
import { lazy } from '../../ui/lazy'
import { SettingGroup, SettingRow } from '../../ui/setting-row'
import { SwitchSetting } from '../../ui/switch-setting'
import { LanguageSetting } from './language-setting'

const UpdateSetting = lazy(async () => (await import('../updates/update-setting')).UpdateSetting)
const Diagnostics = lazy(async () => (await import('./diagnostics-dialog')).Diagnostics)

const change = (changes: CommandInput<'app.change'>) => run('app.change', changes)

/** What the app does on this computer. What needs a tray is offered only where there is one. */
export function AppSettingsGroup({ appSettings, update }: Pick<AppState, 'appSettings' | 'update'>) {
  const [isOpen, setOpen] = useState(false)
  return (
    <SettingGroup title={text('thisApp.title')}>
      <LanguageSetting chosen={appSettings.language} />
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
      {update && <UpdateSetting update={update} />}
      <SettingRow
        id="diagnostics"
        namesControl={false}
        label={text('diagnostics.title')}
        help={text('diagnostics.help')}
      >
        <button type="button" id="diagnostics" aria-describedby="diagnostics-help" onClick={() => setOpen(true)}>
          {text('common.view')}
        </button>
        {isOpen && <Diagnostics close={() => setOpen(false)} />}
      </SettingRow>
    </SettingGroup>
  )
}
