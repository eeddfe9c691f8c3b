import { useState } from 'preact/hooks'
import { type AppState, type CommandError, fieldOf, isPersonal, type ProfileChange, run } from '../../bridge'
import { showSaved } from '../../saving'
import { state } from '../../state'
import { richText, text } from '../../text'
import { ErrorText } from '../../ui/error-text'
import { PasswordField } from '../../ui/field'
import { ForeignText } from '../../ui/foreign-text'
import { FormDialog } from '../../ui/form-dialog'
import { MessageDialog } from '../../ui/message-dialog'
import { useDialogDraft } from '../../ui/use-dialog-draft'
import { errorOf } from '../../ui/use-form'
import { changeLabel, valueText } from './profile-change-text'
import { profileNote } from './profile-note'
import './apply-profile-dialog.css'
import '../../ui/checkbox.css'

type Profile = NonNullable<AppState['profile']>

const close = () => void run('profiles.close', {})

/** Which changes the user has checked or unchecked, other than they are at first. */
interface Toggled {
  toggled: Record<string, boolean>
}

/**
 * Shows what a settings file would change, and makes the changes that the user leaves checked. In a file of another account,
 * what is personal is unchecked at first.
 */
export function ApplyProfileDialog({ profile }: { profile: Profile }) {
  const { name, accountEmail, isOtherAccount, changes } = profile
  const { fields, edit, save } = useDialogDraft<Toggled>(`apply ${accountEmail} ${name}`, { toggled: {} })
  const [passwords, setPasswords] = useState<Record<string, string>>({})
  const title = text('profile.applyToTitle', { name, email: state.account.value?.email ?? '' })
  if (changes.length === 0) {
    return (
      <MessageDialog title={title} close={close}>
        {text('profile.nothing')}
      </MessageDialog>
    )
  }
  const isSetApart = (change: ProfileChange) => isOtherAccount && isPersonal(change)
  const isChecked = (change: ProfileChange) => fields.toggled[fieldOf(change)] ?? !isSetApart(change)
  const checked = changes.filter(isChecked).map(fieldOf)
  const rowsOf = (shown: ProfileChange[], error: CommandError | null) =>
    shown.map((change) => {
      const field = fieldOf(change)
      return (
        <ChangeRow
          key={field}
          field={field}
          change={change}
          isChecked={isChecked(change)}
          toggle={() => edit({ toggled: { ...fields.toggled, [field]: !isChecked(change) } })}
          password={passwords[field] ?? ''}
          onPassword={(password) => setPasswords((before) => ({ ...before, [field]: password }))}
          error={error}
        />
      )
    })
  return (
    <FormDialog
      title={title}
      submitLabel={text('profile.make', { count: checked.length })}
      isWide
      submit={() => save(() => apply(checked, passwords))}
      close={close}
    >
      {(error) => (
        <>
          <p>{richText('profile.wouldChange', { email: accountEmail })}</p>
          <div class="changes">
            {rowsOf(
              changes.filter((change) => !isSetApart(change)),
              error,
            )}
          </div>
          {changes.some(isSetApart) && (
            <fieldset class="changes personal">
              <legend>{text('profile.personal')}</legend>
              <p class="help">{text('profile.personalHelp')}</p>
              {rowsOf(changes.filter(isSetApart), error)}
            </fieldset>
          )}
          <div class="form-text one-line">
            <ErrorText message={errorOf(error, 'fields')} />
          </div>
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
