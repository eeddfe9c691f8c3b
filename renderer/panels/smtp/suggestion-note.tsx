import type { PasswordRule } from '../../bridge'
import { text } from '../../text'
import type { MailForm } from './mail-form'
import './suggestion-note.css'

/**
 * Says where the filled-in mail server comes from, so that users know where their password goes. The note always takes
 * the same room, so that the buttons below it do not move.
 */
export function SuggestionNote({ form }: { form: MailForm }) {
  return (
    <p class="help suggestion" role="status">
      <SuggestionText form={form} />
    </p>
  )
}

function SuggestionText({ form }: { form: MailForm }) {
  const domain = form.fields.value.address.split('@')[1]
  const suggestion = form.suggestion.value
  if (form.isSearching.value) return <span class="delayed">{text('smtp.looking', { domain: domain ?? '' })}</span>
  if (form.mailServer) return null
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
  const acceptsAppPassword = rule.kind === 'app-password'
  return (
    <>
      {acceptsAppPassword ? text('smtp.appPassword', { provider }) : text('smtp.noPasswords', { provider })}{' '}
      <a href={rule.page} target="_blank" rel="noreferrer">
        {acceptsAppPassword ? text('smtp.appPasswordLink') : text('smtp.noPasswordsLink')}
      </a>
    </>
  )
}
