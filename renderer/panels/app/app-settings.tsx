import { useState } from 'preact/hooks'
import { appSettingList, run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { DeclaredSetting } from '../../ui/declared-setting'
import { lazy } from '../../ui/lazy'
import { SettingGroup, SettingRow } from '../../ui/setting-row'
import { LanguageSetting } from './language-setting'

const UpdateSetting = lazy(async () => (await import('../updates/update-setting')).UpdateSetting)
const DiagnosticsDialog = lazy(async () => (await import('./diagnostics-dialog')).DiagnosticsDialog)

/** The settings of this app on this computer. Those that need a tray are shown only where there is one. */
export function AppSettingsGroup() {
  return (
    <SettingGroup title={text('thisApp.title')}>
      <LanguageSetting />
      <AppSettingRows />
      {state.update.value && <UpdateSetting />}
      <DiagnosticsRow />
    </SettingGroup>
  )
}

function AppSettingRows() {
  const values = state.appSettings.value
  const settings = appSettingList().filter(
    ({ name, needsTray }) => name !== 'language' && (values.hasTray || !needsTray),
  )
  return (
    <>
      {settings.map((setting) => (
        <DeclaredSetting
          key={setting.name}
          name={setting.name}
          setting={setting}
          value={values[setting.name]}
          change={(value) => run('app.change', { [setting.name]: value })}
        />
      ))}
    </>
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
