import type { ComponentChildren } from 'preact'
import { helpPage } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { SettingRow } from '../../ui/setting-row'
import { UpdateSetting } from '../updates/update-setting'

/** The version, its updates and Fleep's help. @param children rows before the help */
export function AboutRows({ children }: { children?: ComponentChildren }) {
  return (
    <>
      {state.update.value && <UpdateSetting />}
      <SettingRow id="version" namesControl={false} label={text('thisApp.version')} help={text('thisApp.versionHelp')}>
        <span class="value">{state.appVersion.value}</span>
      </SettingRow>
      {children}
      <SettingRow id="help" namesControl={false} label={text('thisApp.help')} help={text('thisApp.helpHelp')}>
        <a class="value" id="help" href={helpPage} target="_blank" rel="noreferrer" aria-describedby="help-help">
          {text('thisApp.openHelp')}
        </a>
      </SettingRow>
    </>
  )
}
