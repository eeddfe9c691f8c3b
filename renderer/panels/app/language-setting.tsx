import { type LanguageId, languageIds, languages } from '../../../texts/languages'
import { run } from '../../bridge'
import { text } from '../../text'
import { ChoiceSetting } from '../../ui/choice-setting'

const system = 'system'

/** What the app speaks on this computer: as the system, or a language by its own name. @param chosen null for the system's */
export function LanguageSetting({ chosen }: { chosen: LanguageId | null }) {
  return (
    <ChoiceSetting
      id="language"
      label={text('setting.language')}
      value={chosen ?? system}
      options={[
        { value: system, label: text('thisApp.systemLanguage') },
        ...languageIds.map((value) => ({ value, label: languages[value].name })),
      ]}
      change={(value) => run('app.change', { language: value === system ? null : value })}
    />
  )
}
