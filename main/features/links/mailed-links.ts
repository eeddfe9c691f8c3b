import { isDeepStrictEqual } from 'node:util'
import type { CommandInput, EmailInterval, Invitation, LinkPurpose, OpenLink } from '../../../contract'
import { Failure, isConnectionFailure, isFailure, isInputRefused, withField, withHint } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { confirmAlias } from '../../fleep/alias-api'
import { type MailedLinkContent, readMailedLink } from '../../fleep/mailed-link'
import { setIntervalByMail, unsubscribeByMail } from '../../fleep/notification-api'
import { confirmReset } from '../../fleep/password-reset-api'
import { confirmAccount, prepareAccount, requestCode, setUpAccount } from '../../fleep/registration-api'
import { parseServerAddress } from '../../fleep/server-address'
import { Transport } from '../../fleep/transport'
import { withServerField } from '../../http/network-failure'
import type { Session } from '../session/session'

/** The part of the open link that the window does not get, because its id is secret. */
interface OpenLinkId {
  server: string
  id: string
  /** The link in the email: its purpose may be chosen later, and its next step may have another id. Null for a code. */
  mailed: MailedLinkContent | null
}

/**
 * Handles links from Fleep's emails, which the user pastes or opens. Reading a link sends nothing: the app shows its
 * purpose, and the user decides. An account need not be signed in.
 */
export class MailedLinks {
  private openLinkId: OpenLinkId | undefined
  private lastId = 0
  private isReadingCode = false

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
    const mailed = readMailedLink(link, origin)
    // People click a link twice. The second click must not empty the dialog that the first has opened.
    if (this.openLinkId?.server === origin && isDeepStrictEqual(this.openLinkId.mailed, mailed)) return
    const { id, purpose, email } = mailed
    this.show({ server: origin, id, mailed }, { purpose, email })
  }

  /** Opens a link that the system passes to the app. If it cannot be used, the state shows why. */
  open(link: string): void {
    try {
      this.read(this.store.state.server, link)
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      this.show(null, { problem: reason.message })
    }
  }

  /** Sets the purpose of a link that does not contain it. */
  choosePurpose(linkId: number, purpose: LinkPurpose): void {
    const { openLink } = this.requireOpenLink(linkId)
    this.store.change({ openLink: { ...openLink, purpose } })
  }

  /** Lets Fleep email a code. @throws Failure `refused` if the address has an account, or after too many requests */
  register(server: string, email: string): Promise<void> {
    return requestCode(server, email).catch(withServerField).catch(withField('email'))
  }

  /** Opens the invitation that belongs to a code from an email. @throws Failure */
  async readCode(server: string, email: string, code: string): Promise<void> {
    const origin = parseServerAddress(server)
    const prepared = prepareAccount(origin, { code: code.trim(), email: email.trim() })
    const hint = text('links.lookAtLastMail')
    this.isReadingCode = true
    const { id, invitation } = await prepared.catch(withServerField).catch(withHint(hint)).catch(withField('code'))
    // The user closed the dialog of the code, and may have opened another one.
    if (this.isReadingCode) this.showInvitation({ server: origin, id, mailed: null }, invitation)
  }

  /** Lets a code that is being read open nothing. */
  cancelCode(): void {
    this.isReadingCode = false
  }

  /** Loads the invitation that belongs to the open link. @throws Failure */
  async readInvitation(linkId: number): Promise<void> {
    const { server, id, mailed } = this.requireOpenLink(linkId)
    const prepared = await prepareAccount(server, { id }).catch(withHint(text('links.askInviter')))
    // The user may have closed the link, or opened another one.
    if (this.isOpen(linkId)) this.showInvitation({ server, id: prepared.id, mailed }, prepared.invitation)
  }

  /** Follows a link that needs no further input: confirms an address or account, or unsubscribes. @throws Failure */
  async follow(linkId: number): Promise<void> {
    const { server, id, openLink } = this.requireOpenLink(linkId)
    if (openLink.purpose === 'unsubscribe') {
      await unsubscribeByMail(server, id)
      this.finish(linkId, text('links.unsubscribed'))
    } else if (openLink.purpose === 'confirm-alias') {
      await this.confirmAlias(server, id)
      this.finish(linkId, text('links.addressConfirmed'))
    } else if (openLink.purpose === 'confirm-account') {
      await this.session.signInWith(server, (transport) =>
        confirmAccount(transport, id).catch(withHint(text('links.usedSignIn'))),
      )
      this.finish(linkId, text('links.accountConfirmed'))
    } else {
      throw new Failure('refused', text('links.sayFirst'))
    }
  }

  /** @throws Failure */
  async setInterval(linkId: number, interval: EmailInterval): Promise<void> {
    const { server, id } = this.requireOpenLink(linkId)
    await setIntervalByMail(server, id, interval)
    this.finish(linkId, text(`links.${interval}`))
  }

  /** @throws Failure */
  async setPassword(linkId: number, password: string): Promise<void> {
    const { server, id } = this.requireOpenLink(linkId)
    await confirmReset(server, id, password).catch(withHint(text('links.usedSignIn')))
    this.finish(linkId, text('links.passwordSet'))
  }

  /**
   * Sets up the account of the invited user and signs in.
   * @throws Failure; if the answer was lost, its message says that the account may be set up
   */
  async setUp({ id: linkId, ...input }: CommandInput<'links.setUp'>): Promise<void> {
    const { server, id } = this.requireOpenLink(linkId)
    await this.session.signInWith(server, (transport) => setUpAccount(transport, id, input).catch(explainSetUpFailure))
    this.finish(linkId, text('links.welcome', { name: input.displayName.trim() }))
  }

  /** Closes a link; null hides the sentence about the last one. @throws Failure `refused` if another link is open */
  dismiss(linkId: number | null): void {
    if (linkId === null) {
      this.store.change({ linkResult: null })
    } else if (this.isOpen(linkId)) {
      this.openLinkId = undefined
      this.store.change({ openLink: null })
    } else {
      throw notOpen()
    }
  }

  private async confirmAlias(server: string, id: string): Promise<void> {
    const transport = new Transport({ server })
    try {
      await confirmAlias(transport, id)
    } finally {
      void transport.close()
    }
  }

  private showInvitation(link: OpenLinkId, invitation: Invitation): void {
    this.show(link, { purpose: 'set-up-account', email: invitation.email, invitation })
  }

  /** @param link null for a link that cannot be used */
  private show(link: OpenLinkId | null, shown: Partial<OpenLink>): void {
    this.openLinkId = link ?? undefined
    this.lastId += 1
    const server = link?.server ?? this.store.state.server
    const openLink = { id: this.lastId, server, purpose: null, email: null, invitation: null, problem: null, ...shown }
    this.store.change({ openLink, linkResult: null })
  }

  /** Another link that was opened in the meantime stays open. */
  private finish(linkId: number, linkResult: string): void {
    this.store.change({ linkResult })
    if (this.isOpen(linkId)) {
      this.openLinkId = undefined
      this.store.change({ openLink: null })
    }
  }

  private isOpen(linkId: number): boolean {
    return this.store.state.openLink?.id === linkId
  }

  /** @throws Failure `refused` if this link is no longer the open one */
  private requireOpenLink(linkId: number): OpenLinkId & { openLink: OpenLink } {
    const { openLink } = this.store.state
    if (!this.openLinkId || !openLink) throw new Failure('refused', text('links.noLink'))
    if (openLink.id !== linkId) throw notOpen()
    return { ...this.openLinkId, openLink }
  }
}

function notOpen(): Failure {
  return new Failure('refused', text('links.anotherIsOpen'))
}

/** Only the text of Fleep's error tells whether it refuses the Fleep address or the account. @throws Failure */
function explainSetUpFailure(reason: unknown): never {
  if (isInputRefused(reason)) {
    if (/address/i.test(reason.message)) return withField('fleepAddress')(reason)
    return withHint(text('links.setUpSignIn'))(reason)
  }
  if (isConnectionFailure(reason)) {
    throw new Failure(reason.code, `${reason.message} ${text('links.setUpInDoubt')}`)
  }
  throw reason
}
