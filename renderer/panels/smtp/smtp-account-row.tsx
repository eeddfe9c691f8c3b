import { useState } from 'preact/hooks'
import { run, type SmtpAccount } from '../../bridge'
import { save } from '../../saving'
import { FormDialog } from '../../ui/form-dialog'
import { SavingNote } from '../../ui/saving-note'

const encryptions = { tls: 'TLS', starttls: 'STARTTLS' }

/** @param defaultId the account that is the default now, to go back to with Undo */
export function SmtpAccountRow({ account, defaultId }: { account: SmtpAccount; defaultId: string | undefined }) {
  const [isRemoving, setRemoving] = useState(false)
  const id = `smtp-${account.id}`
  const makeDefault = () =>
    save(
      id,
      () => run('smtp.makeDefault', { id: account.id }),
      defaultId === undefined ? undefined : () => run('smtp.makeDefault', { id: defaultId }),
    )
  return (
    <li class="row">
      <div class="row-text">
        <p class="row-label">
          {account.address} {account.isDefault && <span class="badge">Default</span>}
        </p>
        <p class="help">{serverOf(account)}</p>
        <FleepCheck check={account.fleepCheck} />
      </div>
      <div class="row-control buttons">
        {!account.isDefault && (
          <button type="button" aria-label={`Make default: ${account.address}`} onClick={() => void makeDefault()}>
            Make default
          </button>
        )}
        <button type="button" aria-label={`Remove… ${account.address}`} onClick={() => setRemoving(true)}>
          Remove…
        </button>
      </div>
      <SavingNote id={id} />
      {isRemoving && <RemoveDialog account={account} close={() => setRemoving(false)} />}
    </li>
  )
}

/** The user name only where it is another than the address, as it seldom is. */
function serverOf({ address, host, port, encryption, username }: SmtpAccount): string {
  const server = port === null ? host : `${host}, port ${port}`
  return [server, encryption && encryptions[encryption], username !== address && `as ${username}`]
    .filter(Boolean)
    .join(' · ')
}

function FleepCheck({ check }: { check: SmtpAccount['fleepCheck'] }) {
  if (check.status === 'working') return <p class="help saved">Fleep can send through it</p>
  if (check.status === 'waiting') return <p class="help">Fleep has not tried it yet</p>
  return <p class="error">Fleep cannot send through it{check.description && `: ${check.description}`}</p>
}

/** It cannot be undone here: Fleep never gives the password back. */
function RemoveDialog({ account, close }: { account: SmtpAccount; close(): void }) {
  return (
    <FormDialog
      title={`Remove ${account.address}?`}
      submitLabel="Remove"
      submit={() => run('smtp.remove', { id: account.id })}
      close={close}
    >
      {() => <p>Fleep will no longer send through {account.host}. To set it up again you will need its password.</p>}
    </FormDialog>
  )
}
