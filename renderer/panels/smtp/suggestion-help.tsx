// Not from the bridge: the page starts with all that it exports.
import { passwordRuleOf } from '../../../contract/password-rules'
import { type MailObstacle, type PasswordRule, removeInvisible } from '../../bridge'
import { keychainName } from '../../keychain-name'
import { state } from '../../state'
import { richText, text } from '../../text'
import type { MailForm } from './mail-form'

/** Says how the search for the server of the address goes. */
export function AddressHelp({ form }: { form: MailForm }) {
  const domain = form.fields.address.split('@')[1] ?? ''
  const { suggestion, obstacle } = form.fields
  if (hasOtherServer(form)) return <>{text('smtp.second')}</>
  if (form.isSearching.value) return <span class="delayed">{text('smtp.looking', { domain })}</span>
  if (form.mailServer) return null
  if (suggestion === undefined || !domain) return <>{text('smtp.suggestionHelp')}</>
  if (suggestion) return null
  if (obstacle) return <ObstacleHelp obstacle={obstacle} />
  return <>{text('smtp.notFound', { domain })}</>
}

/** Says why nothing was filled in for a provider that is known. */
function ObstacleHelp({ obstacle: { obstacle, provider, methods, page } }: { obstacle: MailObstacle }) {
  if (obstacle === 'other-sign-in') return <>{richText('smtp.offersOnly', { provider, methods: methods.join(', ') })}</>
  if (obstacle === 'no-password') return <>{richText('smtp.offersNoPassword', { provider })}</>
  return (
    <>
      {richText('smtp.noSmtp', { provider })} {page && <PageLink page={page} label={text('smtp.noPasswordsLink')} />}
    </>
  )
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
  // Also for a host that the user typed. The password of a mail server that exists has been accepted before.
  const rule = !form.mailServer || form.sendsElsewhere() ? passwordRuleOf(removeInvisible(host)) : null
  if (rule) return <PasswordHint rule={rule} provider={suggestion?.host === host ? suggestion.source : host} />
  return <>{passwordPlace(form)}</>
}

const hints = {
  'app-password': ['smtp.appPassword', 'smtp.appPasswordLink'],
  'app-password-with-2fa': ['smtp.appPasswordWith2fa', 'smtp.appPasswordLink'],
  'smtp-token': ['smtp.token', 'smtp.tokenLink'],
  administrator: ['smtp.administrator', 'smtp.noPasswordsLink'],
  'no-passwords': ['smtp.noPasswords', 'smtp.noPasswordsLink'],
  'no-smtp': ['smtp.noSmtp', 'smtp.noPasswordsLink'],
} as const

function PasswordHint({ rule, provider }: { rule: PasswordRule; provider: string }) {
  const [sentence, link] = hints[rule.kind]
  return (
    <span>
      {richText(sentence, { provider })} {rule.page && <PageLink page={rule.page} label={text(link)} />}
    </span>
  )
}

function PageLink({ page, label }: { page: string; label: string }) {
  return (
    <a href={page} target="_blank" rel="noreferrer">
      {label}
    </a>
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
