import type { AccountKey } from '../../core/command-context'
import type { MailPasswordKey } from '../../keychain/mail-password-item'
import type { KnownSessionFile } from '../session/known-session-file'

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
    this.file.write({ mailPasswords: [...this.allBut(key), { ...key, hasPlace: true }] })
  }

  remove(key: MailPasswordKey): void {
    const others = this.allBut(key)
    if (others.length < this.file.read().mailPasswords.length) this.file.write({ mailPasswords: others })
  }

  private allBut(key: MailPasswordKey) {
    return this.file.read().mailPasswords.filter((known) => !isSame(known, key))
  }
}

function isOf(account: AccountKey, key: AccountKey): boolean {
  return key.server === account.server && key.accountId === account.accountId
}

function isSame(one: MailPasswordKey, other: MailPasswordKey): boolean {
  return isOf(one, other) && one.smtpId === other.smtpId
}
