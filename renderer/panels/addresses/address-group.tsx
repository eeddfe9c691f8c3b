import { useComputed } from '@preact/signals'
import { type Alias, removeInvisible, run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { AddForm, useAddForm } from '../../ui/add-form'
import { Field } from '../../ui/field'
import { IncrementalList } from '../../ui/incremental-list'
import { NotUnderstood } from '../../ui/not-understood'
import { SettingGroup } from '../../ui/setting-row'
import { useRefresh } from '../../ui/use-refresh'
import { type StableRow, useStableRows } from '../../ui/use-stable-rows'
import { AddressRow, type ListedAddress } from './address-row'
import '../../ui/badge.css'

/** The addresses of the account: the primary one, which signs in, and its aliases. */
export function AddressGroup() {
  useRefresh('addresses.refresh')
  const listed = useComputed(() => listAddresses(state.account.value?.email ?? '', state.aliases.value ?? []))
  const rows = useStableRows(listed.value, idOf)
  return (
    <SettingGroup title={text('aliases.title')}>
      <IncrementalList as="div" items={rows} renderItem={renderRow} />
      <NotUnderstood list="addresses" />
      <AddAddress />
    </SettingGroup>
  )
}

const idOf = ({ email }: ListedAddress) => email
const renderRow = (row: StableRow<ListedAddress>) => <AddressRow key={row.id} row={row} />

/** @returns the primary address, then the others; an alias equal to one before is the same object */
function listAddresses(primary: string, aliases: Alias[]): ListedAddress[] {
  const others = aliases.filter(({ email }) => email !== primary)
  return [
    { email: primary, kind: 'primary' },
    ...others.map(({ email, confirmed }) => ({
      email,
      kind: confirmed ? ('confirmed' as const) : ('waiting' as const),
    })),
  ]
}

function AddAddress() {
  const label = text('aliases.another')
  const form = useAddForm({
    id: 'add-address',
    label,
    controlId: 'new-address',
    empty: { address: '' },
    add: ({ address }) => {
      const email = removeInvisible(address)
      return { send: () => run('addresses.add', { email }), doneText: text('aliases.mailed', { email }) }
    },
  })
  return (
    <AddForm submitLabel={text('common.add')} form={form} fields="one">
      <Field id="new-address" label={label} inputMode="email" {...form.field('address', 'email')} />
    </AddForm>
  )
}
