import type { LinkPurpose, OpenLink } from '../../contract'
import { linkPurposes } from '../../contract/choices'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import type { Cli } from './cli'
import { confirm } from './confirm'
import { oneOf } from './one-of'
import { promptLine } from './prompt-line'

/**
 * Opens a link from an email, without sending anything.
 * @param link asks for it if it is undefined
 * @param purpose of a link that does not show it
 * @param server an origin
 * @throws Failure `invalid-input` if it is not a link of this server's emails
 */
export async function openLink(
  cli: Cli,
  link: string | undefined,
  purpose: string | undefined,
  server = cli.state.server,
): Promise<OpenLink> {
  const chosen = purpose === undefined ? null : oneOf(purpose, linkPurposes, '--as', 'purpose')
  await cli.run('links.read', { server, link: link ?? (await promptLine(text('links.linkFromMail'))) })
  const open = requireLink(cli)
  if (chosen !== null && open.purpose === null) await cli.run('links.choosePurpose', { id: open.id, purpose: chosen })
  return requireLink(cli)
}

/** @returns the open link as it is now. @throws Failure `refused` if none is open */
export function requireLink({ state }: Cli): OpenLink {
  if (!state.openLink) throw new Failure('refused', text('links.noLink'))
  return state.openLink
}

const effects = {
  'set-up-account': 'links.setUpText',
  'confirm-account': 'links.confirmAccountText',
  'confirm-alias': 'links.confirmAddressText',
  'email-interval': 'links.intervalLabel',
  unsubscribe: 'links.unsubscribeText',
  'reset-password': 'links.passwordReplaced',
} as const satisfies Record<LinkPurpose, string>

/** @returns what a link does, and for whom, as lines */
export function describeLink({ purpose, email, server }: Pick<OpenLink, 'purpose' | 'email' | 'server'>): string[] {
  const { host } = new URL(server)
  const whom = email === null ? text('links.isForAddressee', { host }) : text('cli.linkIsFor', { email, host })
  if (purpose === null) return [text('cli.linkPurposeUnknown', { values: linkPurposes.join(', ') }), whom]
  return [text(`links.title.${purpose}`), text(effects[purpose]), whom]
}

/**
 * Asks before something is done that cannot be taken back.
 * @param isAgreed whether the command line has --yes
 * @throws Failure `cancelled` if the user does not agree, `invalid-input` without a terminal, where nobody can
 */
export async function requireConsent(question: string, isAgreed: boolean): Promise<void> {
  if (isAgreed || (await confirm(text('cli.goOn', { question })))) return
  if (process.stdin.isTTY) throw new Failure('cancelled', text('cli.notConfirmed'))
  throw new Failure('invalid-input', text('cli.useYes', { question }))
}
