import type { AccountKey } from '../../core/command-context'
import type { MailPasswordKey } from '../../keychain/mail-password-item'
import type { KnownSession, KnownSessionFile } from '../session/known-session-file'

type Known = KnownSession['mailPasswords'][number]

/**
 * The mail servers that may have a password in the keychain, in a file: the keychain cannot list its items. If the file cannot
 * be written, only the items of mail servers that another app removes stay in the keychain.
 */
export class KnownMailPasswords {
  constructor(private readonly file: KnownSessionFile) {}

  /** @returns the ids of an account's mail servers */
  idsOf(account: AccountKey): string[] {
    const { mailPasswords } = this.file.read()
    return mailPasswords.filter((key) => isOf(account, key)).map(({ smtpId }) => smtpId)
  }

  /** Whether the item is known to say where its password may be sent. */
  hasPlace(key: MailPasswordKey): boolean {
    return this.file.read().mailPasswords.some((known) => isSame(known, key) && known.hasPlace === true)
  }

  /** Adds an item that says where its password may be sent. */
  add({ server, accountId, smtpId }: MailPasswordKey): void {
    const key = { server, accountId, smtpId }
    if (this.hasPlace(key)) return
    this.change((all) => [...all.filter((known) => !isSame(known, key)), { ...key, hasPlace: true }])
  }

  remove(key: MailPasswordKey): void {
    if (!this.file.read().mailPasswords.some((known) => isSame(known, key))) return
    this.change((all) => all.filter((known) => !isSame(known, key)))
  }

  /** In one step, because a command may change the list beside the open app. */
  private change(change: (all: Known[]) => Known[]): void {
    this.file.write(({ mailPasswords }) => ({ mailPasswords: change(mailPasswords) }))
  }
}

function isOf(account: AccountKey, key: AccountKey): boolean {
  return key.server === account.server && key.accountId === account.accountId
}

function isSame(one: MailPasswordKey, other: MailPasswordKey): boolean {
  return isOf(one, other) && one.smtpId === other.smtpId
}
