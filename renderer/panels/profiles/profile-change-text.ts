import type { TextKey } from '../../../texts/languages'
import type { Json, ProfileChange } from '../../bridge'
import { text } from '../../text'
import { emailIntervalOptions } from '../account/email-intervals'
import { describeFlag } from '../account/known-flags'

const labels = {
  displayName: 'setting.displayName',
  phoneNumber: 'setting.phoneNumber',
  emailInterval: 'setting.emailInterval',
  fullPrivacy: 'setting.fullPrivacy',
  newsletter: 'setting.newsletter',
  automute: 'setting.automute',
  defaultMailServer: 'profile.defaultServer',
} as const satisfies Record<Exclude<ProfileChange['kind'], 'clientSetting' | 'flag' | 'mailServer'>, TextKey>

/** @returns the name of the setting that changes */
export function changeLabel({ kind, name }: ProfileChange): string {
  if (kind === 'clientSetting') return text('profile.clientSetting', { name })
  if (kind === 'flag') return text('profile.flag', { name: describeFlag(name).label })
  if (kind === 'mailServer') return text('profile.mailServer', { name })
  return text(labels[kind])
}

/** @returns the setting's value before or after the change, as text */
export function valueText({ kind }: ProfileChange, value: Json): string {
  if (value === null || value === '') return text('common.none')
  if (typeof value === 'boolean' && kind !== 'clientSetting') return value ? text('common.on') : text('common.off')
  if (kind === 'emailInterval') {
    return emailIntervalOptions().find((option) => option.value === value)?.label ?? String(value)
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}
