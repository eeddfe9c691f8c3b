import type { EmailInterval } from '../../bridge'
import { text } from '../../text'
import type { Option } from '../../ui/segments'

const intervals: EmailInterval[] = ['hourly', 'daily', 'never']

export function emailIntervalOptions(): Option<EmailInterval>[] {
  return intervals.map((value) => ({ value, label: text(`emailInterval.${value}`) }))
}
