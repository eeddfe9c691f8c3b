import { type PasswordRule, removeInvisible } from '../../bridge'
import { keychainName } from '../../keychain-name'
import { state } from '../../state'
import { richText, text } from '../../text'
import type { MailForm } from './mail-form'

/** Says how the search for the server of the address goes. */
export function AddressHelp({ form }: { form: MailForm }) {
  const domain = form.fields.address.split('@')[1] ?? ''
  const { suggestion } = form.fields
  if (hasOtherServer(form)) return <>{text('smtp.second')}</>
  if (form.isSearching.value) return <span class="delayed">{text('smtp.looking', { domain })}</span>
  if (form.mailServer) return null
  if (suggestion === undefined || !domain) return <>{text('smtp.suggestionHelp')}</>
  if (suggestion) return null
  return <>{text('smtp.notFound', { domain })}</>
}

/** Says where the filled-in server comes from, so that users know where their password goes. */
export function ServerHelp({ form }: { form: MailForm }) {
  const { suggestion, host } = form.fields
  if (!suggestion || suggestion.host !== host) return null
  if (suggestion.isOtherDomain) {
    return <>{richText('smtp.filledInOther', { domain: form.fields.address.split('@')[1] ?? '' })}</>
  }
  return <>{richText('smtp.filledIn', { provider: suggestion.source, host })}</>
}

/** Says which password the provider takes, or where the password is or will be stored. */
export function PasswordHelp({ form }: { form: MailForm }) {
  const { suggestion, host } = form.fields
  const rule = suggestion?.host === host ? suggestion.passwordRule : null
  if (suggestion && rule) return <PasswordHint rule={rule} provider={suggestion.source} />
  return <>{passwordPlace(form)}</>
}

const hints = {
  'app-password': ['smtp.appPassword', 'smtp.appPasswordLink'],
  'smtp-token': ['smtp.token', 'smtp.tokenLink'],
  'no-passwords': ['smtp.noPasswords', 'smtp.noPasswordsLink'],
} as const

function PasswordHint({ rule, provider }: { rule: PasswordRule; provider: string }) {
  const [sentence, link] = hints[rule.kind]
  return (
    <span>
      {richText(sentence, { provider })}{' '}
      <a href={rule.page} target="_blank" rel="noreferrer">
        {text(link)}
      </a>
    </span>
  )
}

function passwordPlace(form: MailForm): string {
  const { mailServer } = form
  const keychain = keychainName()
  if (form.sendsElsewhere()) return text('smtp.passwordForOther')
  const place = mailServer && state.mailPasswords.value[mailServer.id]?.kind
  if (place === 'other-settings') return text('smtp.passwordForOther')
  if (place === 'stored') return text('smtp.passwordStored', { keychain })
  if (place === 'memory-only') return text('smtp.passwordKnown')
  if (mailServer) return text('smtp.passwordAtFleep', { keychain })
  return isKeychainWorking() ? text('smtp.passwordKept', { keychain }) : text('smtp.passwordUntilQuit')
}

/** As far as is known: the session is stored there, too. If only the app's own files fail, the keychain works. */
function isKeychainWorking(): boolean {
  const storage = state.sessionStorage.value
  return storage.kind !== 'memory-only' || storage.problem === 'data-folder'
}

/** Whether another mail server has the address that is typed. */
function hasOtherServer(form: MailForm): boolean {
  const address = removeInvisible(form.fields.address)
  return form.serversBefore.some((other) => other.id !== form.mailServer?.id && other.address === address)
}
