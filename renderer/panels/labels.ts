import type { PanelName } from '../bridge'

export const panelLabels: Record<PanelName, string> = {
  account: 'Account',
  smtp: 'SMTP',
  avatar: 'Avatar',
  people: 'People',
  data: 'Your data',
}
