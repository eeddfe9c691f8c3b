import type { ProfileChange } from '../../../contract'
import { fieldOf } from '../../../contract/profile-change'
import { accountSettingChanges } from '../../../contract/setting-schemas'
import { accountSettingNames } from '../../../contract/settings'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'

/**
 * Applies the rules for what is typed to a value from a file. A file holds what Fleep had stored, so they apply only to what
 * changes.
 *
 * @throws Failure `invalid-input` with the change's key as its field
 */
export function asTyped(change: ProfileChange): ProfileChange {
  const kind = accountSettingNames.find((name) => name === change.kind)
  if (!kind) return change
  const { data } = accountSettingChanges.safeParse({ [kind]: change.to })
  if (!data)
    throw new Failure('invalid-input', text('profile.damagedAt', { where: `settings.${kind}` }), fieldOf(change))
  return { ...change, to: data[kind] ?? null }
}
