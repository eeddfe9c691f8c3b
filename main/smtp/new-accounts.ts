import type { SmtpAccount } from '../../preload/contract'
import { Failure, isConnectionFailure } from '../failure'
import { listSmtpAccounts, type NewSmtpAccount, storeSmtpAccount } from '../fleep/smtp'
import { mustFitKeychain } from '../keychain/mail-password-item'
import type { Session } from '../session/session'
import { text } from '../text'
import type { SmtpAccountList } from './account-list'
import { isSameHost } from './entered'

/** Stores accounts at Fleep, each once. */
export class NewAccounts {
  /** What was sent and whose answer was lost, and which accounts there were before. */
  private lost: { account: NewSmtpAccount; known: string[] } | undefined

  constructor(
    private readonly session: Session,
    private readonly list: SmtpAccountList,
  ) {}

  /** @returns the new account's id. @throws Failure, which says so where it is not known whether it was stored */
  async store(account: NewSmtpAccount): Promise<string> {
    mustFitKeychain(account.password)
    return (await this.findLost(account)) ?? (await this.send(account))
  }

  end(): void {
    this.lost = undefined
  }

  private async send(account: NewSmtpAccount): Promise<string> {
    const before = (await this.list.get()).map(({ id }) => id)
    try {
      const { accounts, id } = await this.session.use((fleep) => storeSmtpAccount(fleep, this.list.known, account))
      this.list.show(accounts)
      return id
    } catch (reason) {
      if (!isConnectionFailure(reason)) throw reason
      this.lost = { account, known: before }
      const doubt = text('smtp.storedInDoubt')
      throw new Failure(reason.code, `${reason.message} ${doubt}`)
    }
  }

  /** An account whose answer was lost may have been stored all the same. @returns its id, if it was */
  private async findLost(account: NewSmtpAccount): Promise<string | undefined> {
    const { lost } = this
    const keys = ['address', 'host', 'port', 'encryption', 'username', 'password'] as const
    if (!lost || keys.some((key) => lost.account[key] !== account[key])) return undefined
    const { accounts } = await this.session.use(listSmtpAccounts)
    this.list.show(accounts)
    this.lost = undefined
    const isNew = ({ id }: SmtpAccount) => !lost.known.includes(id)
    return accounts.find((other) => isNew(other) && other.address === account.address && isSameHost(other, account))?.id
  }
}
