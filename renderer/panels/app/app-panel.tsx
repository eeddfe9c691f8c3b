import { appSettingList, run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { DeclaredSetting } from '../../ui/declared-setting'
import { Disclosure } from '../../ui/disclosure'
import { SettingGroup, SettingRow } from '../../ui/setting-row'
import { AboutRows } from './about-rows'
import { isDiagnosticsOpen, isKeychainCheckOpen } from './app-dialogs'
import { LanguageSetting } from './language-setting'
import { ManagedRows } from './managed-rows'

/** The settings of this app on this computer. They need no account and no connection. */
export function AppPanel() {
  return (
    <>
      <h1>{text('panel.app')}</h1>
      <SettingGroup title={text('thisApp.general')}>
        <LanguageSetting />
        <AppSettingRows />
      </SettingGroup>
      <SettingGroup title={text('thisApp.about')}>
        <AboutRows>
          <KeychainRow />
          <DiagnosticsRow />
        </AboutRows>
      </SettingGroup>
      {state.managed.value && (
        <SettingGroup title={text('managed.title')}>
          <ManagedRows />
        </SettingGroup>
      )}
      {!state.managed.value?.server && (
        <Disclosure title={text('account.advanced')} contents={text('thisApp.advancedContents')}>
          <div class="card">
            <ServerRow />
          </div>
        </Disclosure>
      )}
    </>
  )
}

/** The settings that need a tray are shown only where there is one. */
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
          unavailable={
            setting.name === 'startHidden' && !values.startAtLogin
              ? text('thisApp.needs', { setting: text('setting.startAtLogin') })
              : null
          }
          change={(value) => run('app.change', { [setting.name]: value })}
        />
      ))}
    </>
  )
}

function KeychainRow() {
  return (
    <SettingRow
      id="keychainCheck"
      namesControl={false}
      label={text('keychainCheck.title')}
      help={text('keychainCheck.help')}
    >
      <button
        type="button"
        id="keychainCheck"
        aria-describedby="keychainCheck-help"
        onClick={() => {
          isKeychainCheckOpen.value = true
        }}
      >
        {text('keychainCheck.open')}
      </button>
    </SettingRow>
  )
}

function DiagnosticsRow() {
  return (
    <SettingRow id="diagnostics" namesControl={false} label={text('diagnostics.title')} help={text('diagnostics.help')}>
      <button
        type="button"
        id="diagnostics"
        aria-describedby="diagnostics-help"
        onClick={() => {
          isDiagnosticsOpen.value = true
        }}
      >
        {text('common.view')}
      </button>
    </SettingRow>
  )
}

function ServerRow() {
  return (
    <SettingRow id="fleepServer" namesControl={false} label={text('thisApp.server')} help={text('thisApp.serverHelp')}>
      <span class="value">{state.server.value}</span>
    </SettingRow>
  )
}
