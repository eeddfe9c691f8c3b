import type { PasswordRule } from '../../bridge'
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
  if (form.isLooking.value) return <span class="late">Looking for the server of {domain}…</span>
  if (form.account) return null
  if (suggestion === undefined || !domain) return <>The server is filled in from the address, where it is known.</>
  if (!suggestion) return <>No settings were found for {domain}. Your provider names its server, as “SMTP”.</>
  return (
    <>
      Filled in for {suggestion.source}. Your password will go to {suggestion.host}.{' '}
      {suggestion.passwordRule && <PasswordHint rule={suggestion.passwordRule} provider={suggestion.source} />}
    </>
  )
}

function PasswordHint({ rule, provider }: { rule: PasswordRule; provider: string }) {
  const isPossible = rule.kind === 'app-password'
  return (
    <>
      {isPossible
        ? `${provider} does not take your usual one, but one made for this: `
        : `${provider} takes no passwords from other programs, so this will not work: `}
      <a href={rule.page} target="_blank" rel="noreferrer">
        {isPossible ? 'app passwords' : 'what it says about that'}
      </a>
    </>
  )
}
