import { useState } from 'preact/hooks'
import { type AppState, type CommandInput, run } from '../../bridge'
import { text } from '../../text'
import { LanguageSetting } from '../../ui/language-setting'
import { SettingGroup, SettingRow } from '../../ui/setting-row'
import { SwitchSetting } from '../../ui/switch-setting'
import { whenOpened } from '../../ui/when-opened'

const UpdateSetting = whenOpened(async () => (await import('../updates/update-setting')).UpdateSetting)
const Diagnostics = whenOpened(async () => (await import('./diagnostics')).Diagnostics)

const change = (changes: CommandInput<'app.change'>) => run('app.change', changes)

/** What the app does on this computer. What needs a tray is offered only where there is one. */
export function ThisApp({ thisApp, update }: Pick<AppState, 'thisApp' | 'update'>) {
  const [isOpen, setOpen] = useState(false)
  return (
    <SettingGroup title={text('thisApp.title')}>
      <LanguageSetting chosen={thisApp.language} />
      <SwitchSetting
        id="startAtLogin"
        label={text('thisApp.startAtLogin')}
        help={text('thisApp.startAtLoginHelp')}
        value={thisApp.startAtLogin}
        change={(startAtLogin) => change({ startAtLogin })}
      />
      {thisApp.hasTray && (
        <>
          <SwitchSetting
            id="startHidden"
            label={text('thisApp.startHidden')}
            help={text('thisApp.startHiddenHelp')}
            value={thisApp.startHidden}
            change={(startHidden) => change({ startHidden })}
          />
          <SwitchSetting
            id="stayInTray"
            label={text('thisApp.stayInTray')}
            help={text('thisApp.stayInTrayHelp')}
            value={thisApp.stayInTray}
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
