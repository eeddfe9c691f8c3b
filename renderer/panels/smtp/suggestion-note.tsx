import type { PasswordRule } from '../../bridge'
import { text } from '../../text'
import type { MailForm } from './mail-form'

/**
 * Where the filled-in server comes from, so that nobody sends a password to a host they have not seen. Always takes its
 * room, so that the button a person is about to press does not move.
 */
export function SuggestionNote({ form }: { form: MailForm }) {
  return (
    <p class="help suggestion" role="status">
      <SuggestionWords form={form} />
    </p>
  )
}

function SuggestionWords({ form }: { form: MailForm }) {
  const domain = form.entered.value.address.split('@')[1]
  const suggestion = form.suggestion.value
  if (form.isLooking.value) return <span class="late">{text('smtp.looking', { domain: domain ?? '' })}</span>
  if (form.account) return null
  if (suggestion === undefined || !domain) return <>{text('smtp.suggestionHelp')}</>
  if (!suggestion) return <>{text('smtp.notFound', { domain })}</>
  return (
    <>
      {text('smtp.filledIn', { provider: suggestion.source, host: suggestion.host })}{' '}
      {suggestion.passwordRule && <PasswordHint rule={suggestion.passwordRule} provider={suggestion.source} />}
    </>
  )
}

function PasswordHint({ rule, provider }: { rule: PasswordRule; provider: string }) {
  const isPossible = rule.kind === 'app-password'
  return (
    <>
      {isPossible ? text('smtp.appPassword', { provider }) : text('smtp.noPasswords', { provider })}{' '}
      <a href={rule.page} target="_blank" rel="noreferrer">
        {isPossible ? text('smtp.appPasswordLink') : text('smtp.noPasswordsLink')}
      </a>
    </>
  )
}
