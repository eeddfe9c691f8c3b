import type { ChangedThing } from './profiles'
import { type AccountSetting, accountSettings } from './settings'

/** @returns a key that identifies the change within its profile: the kind, and the name if there can be several */
export function fieldOf({ kind, name }: ChangedThing): string {
  return name === null ? kind : `${kind}:${name}`
}

/** Whether what changes belongs to the person and not to the way they use Fleep: name, phone number, mail servers. */
export function isPersonal({ kind }: ChangedThing): boolean {
  if (kind === 'mailServer' || kind === 'defaultMailServer') return true
  if (kind === 'clientSetting' || kind === 'flag') return false
  const setting: AccountSetting = accountSettings[kind]
  return setting.personal === true
}
