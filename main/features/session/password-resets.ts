import { createHmac, randomBytes } from 'node:crypto'
import { withHint } from '../../core/failure'
import { text } from '../../core/text'
import { confirmReset } from '../../fleep/password-reset-api'

/** Sets new passwords with links from emails. */
export class PasswordResets {
  /** The resets that Fleep has confirmed, as hashes that only this process can compute. */
  private readonly done = new Set<string>()
  private readonly hashKey = randomBytes(32)

  /**
   * Does nothing if it has set this password with this link before: Fleep takes a link once, and the user tries again when
   * the sign-in that follows has failed.
   * @throws Failure as `confirmReset` does; `refused` says what to do if the link was used before
   */
  async confirm(server: string, link: string, newPassword: string): Promise<void> {
    const reset = createHmac('sha256', this.hashKey)
      .update(JSON.stringify([server, link, newPassword]))
      .digest('hex')
    if (this.done.has(reset)) return
    // A try before may have set it without an answer.
    await confirmReset(server, link, newPassword).catch(withHint(text('links.usedSignIn')))
    this.done.add(reset)
  }
}
