import { useState } from 'preact/hooks'
import { type AppState, type CommandError, fieldOf, type ProfileChange, run } from '../../bridge'
import { showSaved } from '../../saving'
import { richText, text } from '../../text'
import { ErrorText } from '../../ui/error-text'
import { PasswordField } from '../../ui/field'
import { ForeignText } from '../../ui/foreign-text'
import { FormDialog } from '../../ui/form-dialog'
import { MessageDialog } from '../../ui/message-dialog'
import { errorOf } from '../../ui/use-form'
import { changeLabel, valueText } from './profile-change-text'
import { profileNote } from './profile-note'
import './apply-profile-dialog.css'
import '../../ui/checkbox.css'

type Profile = NonNullable<AppState['profile']>

const close = () => void run('profiles.close', {})

/** Shows what a settings file would change, and makes the changes that the user leaves checked. */
export function ApplyProfileDialog({ profile }: { profile: Profile }) {
  const { name, accountEmail, changes } = profile
  const [unchecked, setUnchecked] = useState<ReadonlySet<string>>(new Set())
  const [passwords, setPasswords] = useState<Record<string, string>>({})
  if (changes.length === 0) {
    return (
      <MessageDialog title={text('profile.applyTitle', { name })} close={close}>
        {text('profile.nothing')}
      </MessageDialog>
    )
  }
  const fields = changes.map(fieldOf).filter((field) => !unchecked.has(field))
  const toggle = (field: string) => {
    const next = new Set(unchecked)
    if (!next.delete(field)) next.add(field)
    setUnchecked(next)
  }
  return (
    <FormDialog
      title={text('profile.applyTitle', { name })}
      submitLabel={text('profile.make', { count: fields.length })}
      isWide
      submit={() => apply(fields, passwords)}
      close={close}
    >
      {(error) => (
        <>
          <p>{richText('profile.wouldChange', { email: accountEmail })}</p>
          <div class="changes">
            {changes.map((change) => {
              const field = fieldOf(change)
              return (
                <ChangeRow
                  key={field}
                  field={field}
                  change={change}
                  isChecked={!unchecked.has(field)}
                  toggle={() => toggle(field)}
                  password={passwords[field] ?? ''}
                  onPassword={(password) => setPasswords((before) => ({ ...before, [field]: password }))}
                  error={error}
                />
              )
            })}
          </div>
          <ErrorText message={errorOf(error, 'fields')} />
        </>
      )}
    </FormDialog>
  )
}

interface ChangeRowProps {
  field: string
  change: ProfileChange
  isChecked: boolean
  toggle(): void
  /** For a new mail server. */
  password: string
  onPassword(password: string): void
  error: CommandError | null
}

function ChangeRow({ field, change, isChecked, toggle, password, onPassword, error }: ChangeRowProps) {
  const [from, to] = [valueText(change, change.from), valueText(change, change.to)]
  return (
    <div>
      <label class="check">
        <input type="checkbox" checked={isChecked} onChange={toggle} />
        <span>
          <ForeignText text={changeLabel(change)} />
          <span class="help">{richText('profile.fromTo', { from, to })}</span>
        </span>
      </label>
      {change.kind === 'mailServer' && change.needsPassword && isChecked && (
        <PasswordField
          id={`profile-${field}`}
          label={text('profile.passwordOf', { name: change.name })}
          value={password}
          error={errorOf(error, field)}
          onType={onPassword}
        />
      )}
      {!change.needsPassword && <ErrorText message={errorOf(error, field)} />}
    </div>
  )
}

async function apply(fields: string[], passwords: Record<string, string>) {
  const needed = Object.entries(passwords).filter(([field, password]) => password && fields.includes(field))
  const result = await run('profiles.apply', { fields, passwords: Object.fromEntries(needed) })
  if (result.ok) {
    showSaved(profileNote, {
      doneText: text('profile.changed', { count: fields.length }),
      undo: { send: () => run('profiles.undo', {}) },
    })
  }
  return result
}
