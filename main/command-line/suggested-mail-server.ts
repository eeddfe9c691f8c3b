import type { MailSuggestion, PasswordRule } from '../../contract'
import { passwordRuleOf } from '../../contract/password-rules'
import { Failure } from '../core/failure'
import { toSingleLine } from '../core/single-line'
import { text } from '../core/text'
import type { Cli } from './cli'

/** @throws Failure `invalid-input` if none is known, with the reason */
export async function findMailServerOf(cli: Cli, address: string): Promise<MailSuggestion> {
  const found = await cli.run('smtp.suggest', { address })
  if (!found) throw new Failure('invalid-input', text('cli.noServerKnown', { address }))
  if (!('obstacle' in found)) return found
  const provider = toSingleLine(found.provider, [])
  if (found.obstacle === 'no-smtp') throw new Failure('invalid-input', text('smtp.noSmtp', { provider }))
  if (found.obstacle === 'no-password') throw new Failure('invalid-input', text('smtp.offersNoPassword', { provider }))
  throw new Failure('invalid-input', text('smtp.offersOnly', { provider, methods: found.methods.join(', ') }))
}

const ruleTexts = {
  'app-password': 'smtp.appPassword',
  'app-password-with-2fa': 'smtp.appPasswordWith2fa',
  'smtp-token': 'smtp.token',
  administrator: 'smtp.administrator',
  'no-passwords': 'smtp.noPasswords',
  'no-smtp': 'smtp.noSmtp',
} as const satisfies Record<PasswordRule['kind'], string>

/** @returns the sentence about the password that a host takes, if it has a rule, and the page about it */
export function describePasswordRule(host: string): string[] {
  const rule = passwordRuleOf(host)
  if (!rule) return []
  const sentence = text(ruleTexts[rule.kind], { provider: toSingleLine(host, []) })
  return rule.page === null ? [sentence] : [sentence, rule.page]
}
