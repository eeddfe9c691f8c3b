import { useState } from 'preact/hooks'
import type { TextKey } from '../../../texts/languages'
import { type AppState, fieldOf, type Json, type ProfileChange, run } from '../../bridge'
import { make, saveFile, setIdle, showSaved } from '../../saving'
import { rich, text } from '../../text'
import { PasswordField } from '../../ui/field'
import { ForeignText } from '../../ui/foreign-text'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { MessageDialog } from '../../ui/message-dialog'
import { SavingNote } from '../../ui/saving-note'
import { SettingGroup } from '../../ui/setting-row'
import { emailIntervalOptions } from '../account/email-intervals'
import { wordsForFlag } from '../account/known-flags'

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
    <SettingGroup title={text('profile.title')}>
      <div class="row with-actions">
        <div class="row-text">
          <p class="help wide">{text('profile.help')}</p>
        </div>
        <div class="buttons start">
          <button type="button" id="save-settings" onClick={() => void saveFile(note, () => run('profile.save', {}))}>
            {text('profile.save')}
          </button>
          <button type="button" id="apply-settings" onClick={() => void open()}>
            {text('profile.apply')}
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
      <MessageDialog title={text('profile.applyTitle', { name })} close={close}>
        {text('profile.nothing')}
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
    if (result.ok)
      showSaved(note, {
        words: text('profile.changed', { count: fields.length }),
        undo: { attempt: () => run('profile.undo', {}) },
      })
    return result
  }
  return (
    <FormDialog
      title={text('profile.applyTitle', { name })}
      submitLabel={text('profile.make', { count: fields.length })}
      isWide
      submit={submit}
      close={close}
    >
      {(error) => (
        <>
          <p>{rich('profile.wouldChange', { email: of })}</p>
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
                        {rich('profile.fromTo', { from: shown(change, change.from), to: shown(change, change.to) })}
                      </span>
                    </span>
                  </label>
                  {change.needsPassword && !leftOut.has(field) && (
                    <PasswordField
                      id={`profile-${field}`}
                      label={text('profile.passwordOf', { name: change.name })}
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

const labels = {
  displayName: 'setting.displayName',
  phoneNumber: 'setting.phoneNumber',
  emailInterval: 'setting.emailInterval',
  fullPrivacy: 'setting.fullPrivacy',
  newsletter: 'setting.newsletter',
  automute: 'setting.automute',
  defaultMailServer: 'profile.defaultServer',
} as const satisfies Record<Exclude<ProfileChange['kind'], 'clientSetting' | 'flag' | 'mailServer'>, TextKey>

function labelOf({ kind, name }: ProfileChange): string {
  if (kind === 'clientSetting') return text('profile.clientSetting', { name })
  if (kind === 'flag') return text('profile.flag', { name: wordsForFlag(name).label })
  if (kind === 'mailServer') return text('profile.mailServer', { name })
  return text(labels[kind])
}

function shown({ kind }: ProfileChange, value: Json): string {
  if (value === null || value === '') return text('common.none')
  if (typeof value === 'boolean' && kind !== 'clientSetting') return value ? text('common.on') : text('common.off')
  if (kind === 'emailInterval') {
    return emailIntervalOptions().find((option) => option.value === value)?.label ?? String(value)
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}
