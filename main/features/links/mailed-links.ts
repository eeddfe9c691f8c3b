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

/** What a link is for, once it was shown, and its id, which stays here. */
interface OpenLinkId {
  server: string
  id: string
}

/**
 * Links from Fleep's mails, pasted or opened. Reading one asks nobody anything: what it does is shown first, and only what
 * the person then decides is done. Works signed out.
 */
export class MailedLinks {
  private openLinkId: OpenLinkId | undefined
  private lastId = 0

  constructor(
    private readonly session: Session,
    private readonly store: Store,
  ) {
    // What was done is told to whom it was done; a link that was opened may be for the next one.
    session.addSessionListener({ onSignedOut: () => store.change({ linkResult: null }) })
  }

  /** @param server what a person wrote. @throws Failure for a link of something or somewhere else */
  read(server: string, link: string): void {
    const origin = parseServerAddress(server)
    const { id, purpose, email } = readMailedLink(link, origin)
    this.show({ server: origin, id }, { purpose, email })
  }

  /** A link that the system opens the app with: what is wrong with it is shown where else its purpose would be. */
  open(link: string): void {
    const { server } = this.store.state
    try {
      this.read(server, link)
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      this.show({ server, id: '' }, { problem: reason.message })
    }
  }

  /** For a link that does not say what it is for. */
  choosePurpose(purpose: LinkPurpose): void {
    this.change({ purpose })
  }

  /** @throws Failure `refused` for an address that has an account, and when it was asked for too often */
  register(server: string, email: string): Promise<void> {
    return requestCode(server, email).catch(withField('email'))
  }

  /** The code from the mail, in place of a link. @throws Failure */
  async readCode(server: string, email: string, code: string): Promise<void> {
    const origin = parseServerAddress(server)
    const proof = { code: code.trim(), email: email.trim() }
    await this.prepare(origin, proof, text('links.lookAtLastMail')).catch(withField('code'))
  }

  /** Asks what is known of whom the link invites. @throws Failure */
  async readInvitation(): Promise<void> {
    const { server, id } = this.requireOpenLink()
    const next = text('links.askInviter')
    await this.prepare(server, { id }, next)
  }

  /** Does what needs no more words: confirms an address or an account, or unsubscribes. @throws Failure */
  async follow(): Promise<void> {
    const { server, id } = this.requireOpenLink()
    const { openLink } = this.store.state
    if (openLink?.purpose === 'unsubscribe') {
      await unsubscribeByMail(server, id)
      this.done(text('links.unsubscribed'))
    } else if (openLink?.purpose === 'confirm-alias') {
      await this.confirmAlias(server, id)
      this.done(text('links.addressConfirmed'))
    } else if (openLink?.purpose === 'confirm-account') {
      await this.session.open(server, (transport) =>
        confirmAccount(transport, id).catch(withHint(text('links.usedSignIn'))),
      )
      this.done(text('links.accountConfirmed'))
    } else {
      throw new Failure('refused', text('links.sayFirst'))
    }
  }

  /** @throws Failure */
  async setInterval(interval: EmailInterval): Promise<void> {
    const { server, id } = this.requireOpenLink()
    await setIntervalByMail(server, id, interval)
    this.done(text(`links.${interval}`))
  }

  /** @throws Failure */
  async setPassword(password: string): Promise<void> {
    const { server, id } = this.requireOpenLink()
    await confirmReset(server, id, password)
    this.done(text('links.passwordSet'))
  }

  /** @throws Failure; when the answer is lost, it says that it is not known whether the account is set up */
  async setUp(wanted: CommandInput<'links.setUp'>): Promise<void> {
    const { server, id } = this.requireOpenLink()
    const open = (transport: Transport) => setUpAccount(transport, id, wanted).catch(aboutSetUp)
    await this.session.open(server, open)
    this.done(text('links.welcome', { name: wanted.displayName.trim() }))
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

  private async prepare(server: string, proof: Proof, next: string): Promise<void> {
    const { id, invitation } = await prepareAccount(server, proof).catch(withHint(next))
    this.show({ server, id }, { purpose: 'set-up-account', email: invitation.email, invitation })
  }

  private show(held: OpenLinkId, link: Partial<OpenLink>): void {
    this.openLinkId = held
    this.lastId += 1
    const { server } = held
    const openLink = { id: this.lastId, server, purpose: null, email: null, invitation: null, problem: null, ...link }
    this.store.change({ openLink, linkResult: null })
  }

  private change(link: Partial<OpenLink>): void {
    const { openLink } = this.store.state
    if (openLink) this.store.change({ openLink: { ...openLink, ...link } })
  }

  private done(linkResult: string): void {
    this.openLinkId = undefined
    this.store.change({ openLink: null, linkResult })
  }

  private requireOpenLink(): OpenLinkId {
    if (!this.openLinkId?.id) throw new Failure('refused', text('links.noLink'))
    return this.openLinkId
  }
}

/** What was refused, and what the person can do next. */
function withHint(next: string) {
  return (reason: unknown): never => {
    if (isFailure(reason, 'refused')) throw new Failure('refused', `${sentence(reason.message)} ${next}`, reason.field)
    throw reason
  }
}

/** Fleep says in words alone whether it is the address or the account. */
function aboutSetUp(reason: unknown): never {
  if (isFailure(reason, 'refused')) {
    if (/address/i.test(reason.message)) return withField('fleepAddress')(reason)
    return withHint(text('links.setUpSignIn'))(reason)
  }
  if (isConnectionFailure(reason)) {
    const doubt = text('links.setUpInDoubt')
    throw new Failure(reason.code, `${reason.message} ${doubt}`)
  }
  throw reason
}

function sentence(said: string): string {
  return /[.!?]$/.test(said) ? said : `${said}.`
}
