import { type AppState, type CommandInput, run } from '../../bridge'
import { SettingGroup } from '../../ui/setting-row'
import { SwitchSetting } from '../../ui/switch-setting'

const change = (changes: CommandInput<'app.change'>) => run('app.change', changes)

/** What the app does on this computer. What needs a tray is offered only where there is one. */
export function ThisApp({ thisApp }: { thisApp: AppState['thisApp'] }) {
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
    </SettingGroup>
  )
}
