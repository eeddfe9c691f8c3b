import { useState } from 'preact/hooks'
import { type AppState, type Json, type ProfileChange, run } from '../../bridge'
import { make, saveFile, setIdle, showSaved } from '../../saving'
import { PasswordField } from '../../ui/field'
import { ForeignText } from '../../ui/foreign-text'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { MessageDialog } from '../../ui/message-dialog'
import { SavingNote } from '../../ui/saving-note'
import { SettingGroup } from '../../ui/setting-row'
import { emailIntervalOptions } from '../account/email-intervals'
import { knownFlags } from '../account/known-flags'

const note = 'settings-file'
type Profile = NonNullable<AppState['profile']>

/**
 * The person wants one account set up like another, and to see before what that changes; when a change is not made they
 * see which and why, with the others still chosen.
 */
export function SettingsFile({ profile }: { profile: AppState['profile'] }) {
  const open = async () => {
    const result = await make(note, { attempt: () => run('profile.open', {}), words: '' })
    if (result.ok) setIdle(note)
  }
  return (
    <SettingGroup title="Settings as a file">
      <div class="row with-actions">
        <div class="row-text">
          <p class="help wide">
            To move to another account, or to set up colleagues alike. Passwords are never in the file, nor what belongs
            to one account alone: addresses, the Fleep address, the picture.
          </p>
        </div>
        <div class="buttons start">
          <button type="button" id="save-settings" onClick={() => void saveFile(note, () => run('profile.save', {}))}>
            Save all settings…
          </button>
          <button type="button" id="apply-settings" onClick={() => void open()}>
            Apply a file…
          </button>
        </div>
        <SavingNote id={note} />
      </div>
      {profile && <Preview profile={profile} />}
    </SettingGroup>
  )
}

const close = () => void run('profile.close', {})

function Preview({ profile }: { profile: Profile }) {
  const { name, of, changes } = profile
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set())
  const [passwords, setPasswords] = useState<Record<string, string>>({})
  if (changes.length === 0) {
    return (
      <MessageDialog title={`Apply ${name}?`} close={close}>
        This account has all of these settings already. There is nothing to change.
      </MessageDialog>
    )
  }
  const fields = changes.map(fieldOf).filter((field) => !leftOut.has(field))
  const toggle = (field: string) => {
    const others = new Set(leftOut)
    if (!others.delete(field)) others.add(field)
    setLeftOut(others)
  }
  const submit = async () => {
    const given = Object.entries(passwords).filter(([field, password]) => password && fields.includes(field))
    const result = await run('profile.apply', { fields, passwords: Object.fromEntries(given) })
    if (result.ok) showSaved(note, { words: wordsFor(fields.length), undo: { attempt: () => run('profile.undo', {}) } })
    return result
  }
  return (
    <FormDialog
      title={`Apply ${name}?`}
      submitLabel={fields.length === 1 ? 'Make 1 change' : `Make ${fields.length} changes`}
      isWide
      submit={submit}
      close={close}
    >
      {(error) => (
        <>
          <p>
            The settings of{' '}
            <strong>
              <ForeignText text={of} />
            </strong>
            . This would change, and nothing else:
          </p>
          <div class="changes">
            {changes.map((change) => {
              const field = fieldOf(change)
              return (
                <div key={field}>
                  <label class="check">
                    <input type="checkbox" checked={!leftOut.has(field)} onChange={() => toggle(field)} />
                    <span>
                      <ForeignText text={labelOf(change)} />
                      <span class="help">
                        <ForeignText text={shown(change, change.from)} /> →{' '}
                        <ForeignText text={shown(change, change.to)} />
                      </span>
                    </span>
                  </label>
                  {change.needsPassword && !leftOut.has(field) && (
                    <PasswordField
                      id={`profile-${field}`}
                      label={`Password of ${change.name}`}
                      value={passwords[field] ?? ''}
                      error={errorOf(error, field)}
                      onType={(password) => setPasswords({ ...passwords, [field]: password })}
                    />
                  )}
                  {!change.needsPassword && errorOf(error, field) && (
                    <p class="error" role="alert">
                      {errorOf(error, field)}
                    </p>
                  )}
                </div>
              )
            })}
          </div>
          {errorOf(error, 'fields') && (
            <p class="error" role="alert">
              {errorOf(error, 'fields')}
            </p>
          )}
        </>
      )}
    </FormDialog>
  )
}

function wordsFor(count: number): string {
  return count === 1 ? '1 setting is changed' : `${count} settings are changed`
}

const labels: Record<Exclude<ProfileChange['kind'], 'clientSetting' | 'flag' | 'mailServer'>, string> = {
  displayName: 'Name',
  phoneNumber: 'Phone number',
  emailInterval: 'Email notifications',
  fullPrivacy: 'Full privacy',
  newsletter: 'Newsletter',
  automute: 'Mute mail from new senders',
  defaultMailServer: 'Default mail server',
}

function labelOf({ kind, name }: ProfileChange): string {
  if (kind === 'clientSetting') return `Client setting: ${name}`
  if (kind === 'flag') return `Flag: ${knownFlags[name]?.label ?? name}`
  if (kind === 'mailServer') return `Mail server for ${name}`
  return labels[kind]
}

function shown({ kind }: ProfileChange, value: Json): string {
  if (value === null || value === '') return 'None'
  if (typeof value === 'boolean' && kind !== 'clientSetting') return value ? 'On' : 'Off'
  if (kind === 'emailInterval') {
    return emailIntervalOptions.find((option) => option.value === value)?.label ?? String(value)
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** As main tells one change from the others. */
function fieldOf({ kind, name }: ProfileChange): string {
  return name ? `${kind}:${name}` : kind
}
