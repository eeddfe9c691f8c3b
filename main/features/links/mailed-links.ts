import type { CommandInput, EmailInterval, LinkPurpose, OpenLink } from '../../../contract'
import { Failure, isConnectionFailure, isFailure, withField } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { confirmAlias } from '../../fleep/alias-api'
import { readMailedLink } from '../../fleep/mailed-link'
import { setIntervalByMail, unsubscribeByMail } from '../../fleep/notification-api'
import { confirmReset } from '../../fleep/password-reset-api'
import { confirmAccount, type Proof, prepareAccount, requestCode, setUpAccount } from '../../fleep/registration-api'
import { parseServerAddress } from '../../fleep/server-address'
import { Transport } from '../../fleep/transport'
import type { Session } from '../session/session'

/** The part of the open link that the window does not get, because its id is secret. */
interface OpenLinkId {
  server: string
  id: string
}

/**
 * Handles links from Fleep's emails, which the user pastes or opens. Reading a link sends nothing: the app shows its
 * purpose, and the user decides. An account need not be signed in.
 */
export class MailedLinks {
  private openLinkId: OpenLinkId | undefined
  private lastId = 0

  constructor(
    private readonly session: Session,
    private readonly store: Store,
  ) {
    // The result belongs to the account that signs out. An open link may be for the next account, so it stays.
    session.addSessionListener({ onSignedOut: () => store.change({ linkResult: null }) })
  }

  /** Opens a link. @param server as the user typed it. @throws Failure if it is not a link of this server's emails */
  read(server: string, link: string): void {
    const origin = parseServerAddress(server)
    const { id, purpose, email } = readMailedLink(link, origin)
    this.show({ server: origin, id }, { purpose, email })
  }

  /** Opens a link that the system passes to the app. If it cannot be used, the state shows why. */
  open(link: string): void {
    const { server } = this.store.state
    try {
      this.read(server, link)
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      this.show({ server, id: null }, { problem: reason.message })
    }
  }

  /** Sets the purpose of a link that does not contain it. */
  choosePurpose(purpose: LinkPurpose): void {
    this.change({ purpose })
  }

  /** Lets Fleep email a code. @throws Failure `refused` if the address has an account, or after too many requests */
  register(server: string, email: string): Promise<void> {
    return requestCode(server, email).catch(withField('email'))
  }

  /** Opens the invitation that belongs to a code from an email. @throws Failure */
  async readCode(server: string, email: string, code: string): Promise<void> {
    const origin = parseServerAddress(server)
    const proof = { code: code.trim(), email: email.trim() }
    await this.prepare(origin, proof, text('links.lookAtLastMail')).catch(withField('code'))
  }

  /** Loads the invitation that belongs to the open link. @throws Failure */
  async readInvitation(): Promise<void> {
    const { server, id } = this.requireOpenLink()
    await this.prepare(server, { id }, text('links.askInviter'))
  }

  /** Follows a link that needs no further input: confirms an address or account, or unsubscribes. @throws Failure */
  async follow(): Promise<void> {
    const { server, id } = this.requireOpenLink()
    const { openLink } = this.store.state
    if (openLink?.purpose === 'unsubscribe') {
      await unsubscribeByMail(server, id)
      this.finish(text('links.unsubscribed'))
    } else if (openLink?.purpose === 'confirm-alias') {
      await this.confirmAlias(server, id)
      this.finish(text('links.addressConfirmed'))
    } else if (openLink?.purpose === 'confirm-account') {
      await this.session.signInWith(server, (transport) =>
        confirmAccount(transport, id).catch(withHint(text('links.usedSignIn'))),
      )
      this.finish(text('links.accountConfirmed'))
    } else {
      throw new Failure('refused', text('links.sayFirst'))
    }
  }

  /** @throws Failure */
  async setInterval(interval: EmailInterval): Promise<void> {
    const { server, id } = this.requireOpenLink()
    await setIntervalByMail(server, id, interval)
    this.finish(text(`links.${interval}`))
  }

  /** @throws Failure */
  async setPassword(password: string): Promise<void> {
    const { server, id } = this.requireOpenLink()
    await confirmReset(server, id, password)
    this.finish(text('links.passwordSet'))
  }

  /**
   * Sets up the account of the invited user and signs in.
   * @throws Failure; if the answer was lost, its message says that the account may be set up
   */
  async setUp(input: CommandInput<'links.setUp'>): Promise<void> {
    const { server, id } = this.requireOpenLink()
    await this.session.signInWith(server, (transport) => setUpAccount(transport, id, input).catch(explainSetUpFailure))
    this.finish(text('links.welcome', { name: input.displayName.trim() }))
  }

  dismiss(): void {
    this.openLinkId = undefined
    this.store.change({ openLink: null, linkResult: null })
  }

  private async confirmAlias(server: string, id: string): Promise<void> {
    const transport = new Transport({ server })
    try {
      await confirmAlias(transport, id)
    } finally {
      void transport.close()
    }
  }

  private async prepare(server: string, proof: Proof, hint: string): Promise<void> {
    const { id, invitation } = await prepareAccount(server, proof).catch(withHint(hint))
    this.show({ server, id }, { purpose: 'set-up-account', email: invitation.email, invitation })
  }

  /** @param id null for a link that cannot be used */
  private show({ server, id }: { server: string; id: string | null }, link: Partial<OpenLink>): void {
    this.openLinkId = id === null ? undefined : { server, id }
    this.lastId += 1
    const openLink = { id: this.lastId, server, purpose: null, email: null, invitation: null, problem: null, ...link }
    this.store.change({ openLink, linkResult: null })
  }

  private change(link: Partial<OpenLink>): void {
    const { openLink } = this.store.state
    if (openLink) this.store.change({ openLink: { ...openLink, ...link } })
  }

  private finish(linkResult: string): void {
    this.openLinkId = undefined
    this.store.change({ openLink: null, linkResult })
  }

  private requireOpenLink(): OpenLinkId {
    if (!this.openLinkId) throw new Failure('refused', text('links.noLink'))
    return this.openLinkId
  }
}

/** @returns an error handler that adds a hint to the message of a `refused` failure, and rethrows */
function withHint(hint: string) {
  return (reason: unknown): never => {
    if (!isFailure(reason, 'refused')) throw reason
    throw new Failure('refused', `${endWithPeriod(reason.message)} ${hint}`, reason.field)
  }
}

/** Only the text of Fleep's error tells whether it refuses the Fleep address or the account. @throws Failure */
function explainSetUpFailure(reason: unknown): never {
  if (isFailure(reason, 'refused')) {
    if (/address/i.test(reason.message)) return withField('fleepAddress')(reason)
    return withHint(text('links.setUpSignIn'))(reason)
  }
  if (isConnectionFailure(reason)) {
    throw new Failure(reason.code, `${reason.message} ${text('links.setUpInDoubt')}`)
  }
  throw reason
}

function endWithPeriod(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`
}
