import { state } from '../../state'
import { text } from '../../text'
import { SettingRow } from '../../ui/setting-row'

/** What the organisation that looks after this computer has set. It cannot be changed here. */
export function ManagedRows() {
  const managed = state.managed.value
  if (!managed) return null
  const { server, proxy, authorities, updates } = managed
  return (
    <>
      {server !== null && <ManagedRow id="fleepServer" label={text('thisApp.server')} value={server} />}
      {proxy !== null && (
        <ManagedRow id="proxy" label={text('managed.proxy')} value={proxy || text('managed.cannotBeUsed')} />
      )}
      {authorities !== null && (
        <ManagedRow
          id="authorities"
          label={text('managed.authorities')}
          value={authorities || text('managed.cannotBeUsed')}
        />
      )}
      {updates !== null && (
        <ManagedRow
          id="managedUpdates"
          label={text('updates.title')}
          value={updates === 'off' ? text('managed.updatesOff') : updates}
        />
      )}
    </>
  )
}

function ManagedRow({ id, label, value }: { id: string; label: string; value: string }) {
  return (
    <SettingRow id={id} namesControl={false} label={label} help={text('managed.setBy')}>
      <span class="value">{value}</span>
    </SettingRow>
  )
}
