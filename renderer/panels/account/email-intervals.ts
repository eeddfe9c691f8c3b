import { accountSettings, type EmailInterval } from '../../bridge'
import { text } from '../../text'
import type { Option } from '../../ui/segments'

export function emailIntervalOptions(): Option<EmailInterval>[] {
  return accountSettings.emailInterval.options.map((value) => ({
    value,
    label: text(`setting.emailInterval.${value}`),
  }))
}
