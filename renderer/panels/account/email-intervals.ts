import { type EmailInterval, emailIntervals } from '../../bridge'
import { text } from '../../text'
import type { Option } from '../../ui/segments'

export function emailIntervalOptions(): Option<EmailInterval>[] {
  return emailIntervals.map((value) => ({ value, label: text(`emailInterval.${value}`) }))
}
