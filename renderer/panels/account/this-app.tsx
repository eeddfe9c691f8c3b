import { useState } from 'preact/hooks'
import { type AppState, type CommandInput, run } from '../../bridge'
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
    <SettingGroup title="This app">
      <SwitchSetting
        id="startAtLogin"
        label="Start at login"
        help="When you sign in to this computer."
        value={thisApp.startAtLogin}
        change={(startAtLogin) => change({ startAtLogin })}
      />
      {thisApp.hasTray && (
        <>
          <SwitchSetting
            id="startHidden"
            label="Start hidden in the tray"
            help="At login, without a window."
            value={thisApp.startHidden}
            change={(startHidden) => change({ startHidden })}
          />
          <SwitchSetting
            id="stayInTray"
            label="Stay in the tray"
            help="When the window is closed. Else the app quits."
            value={thisApp.stayInTray}
            change={(stayInTray) => change({ stayInTray })}
          />
        </>
      )}
      {update && <UpdateSetting update={update} />}
      <SettingRow
        id="diagnostics"
        namesControl={false}
        label="Diagnostics"
        help="How this app stands, for whoever helps you."
      >
        <button type="button" id="diagnostics" aria-describedby="diagnostics-help" onClick={() => setOpen(true)}>
          View…
        </button>
        {isOpen && <Diagnostics close={() => setOpen(false)} />}
      </SettingRow>
    </SettingGroup>
  )
}
