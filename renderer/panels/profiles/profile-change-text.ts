import { accountSettingList, type Json, optionKeys, type ProfileChange } from '../../bridge'
import { text } from '../../text'
import { describeFlag } from '../account/known-flags'

/** @returns the name of the setting that changes */
export function changeLabel({ kind, name }: ProfileChange): string {
  switch (kind) {
    case 'clientSetting':
      return text('profile.clientSetting', { name })
    case 'flag':
      return text('profile.flag', { name: describeFlag(name).label })
    case 'mailServer':
      return text('profile.mailServer', { name })
    case 'defaultMailServer':
      return text('profile.defaultServer')
    default:
      return text(`setting.${kind}`)
  }
}

/** @returns the setting's value before or after the change, as text */
export function valueText({ kind }: ProfileChange, value: Json): string {
  const setting = accountSettingList().find(({ name }) => name === kind)
  if (value === null && setting?.default === null) return text('common.notKnown')
  if (value === null || value === '') return text('common.none')
  if (typeof value === 'boolean' && kind !== 'clientSetting') return value ? text('common.on') : text('common.off')
  const option =
    setting?.kind === 'choice' && optionKeys(setting.name, setting.options).find((one) => one.option === value)
  if (option) return text(option.key)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
