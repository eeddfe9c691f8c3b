import type { EmailInterval } from '../../bridge'
import type { Option } from '../../ui/segments'

export const emailIntervalOptions: Option<EmailInterval>[] = [
  { value: 'hourly', label: 'Hourly' },
  { value: 'daily', label: 'Daily' },
  { value: 'never', label: 'Never' },
]
