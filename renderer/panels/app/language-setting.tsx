import { languageIds, languages } from '../../../texts/languages'
import { run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { ChoiceSetting } from '../../ui/choice-setting'

const system = 'system'

/** The language of the app on this computer: the system's, or one of the list. */
export function LanguageSetting() {
  return (
    <ChoiceSetting
      id="language"
      label={text('setting.language')}
      help={text('thisApp.languageHelp')}
      value={state.appSettings.value.language ?? system}
      options={[
        { value: system, label: text('thisApp.systemLanguage') },
        ...languageIds.map((value) => ({ value, label: languages[value].name })),
      ]}
      change={(value) => run('app.change', { language: value === system ? null : value })}
    />
  )
}
