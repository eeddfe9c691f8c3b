import type { MailServer } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure, isConnectionFailure } from '../../core/failure'
import { text } from '../../core/text'
import { listMailServers, type NewMailServer, storeMailServer } from '../../fleep/smtp-api'
import { assertFitsKeychain } from '../../keychain/mail-password-item'
import type { SessionCalls } from '../session/session-calls'
import type { MailServerList } from './mail-server-list'
import { isSameHost } from './validate-mail-server'

/** Stores accounts at Fleep, each once. */
export class NewMailServers {
  /** What was sent and whose answer was lost, and which accounts there were before. */
  private lost: { account: NewMailServer; known: string[] } | undefined

  constructor(
    private readonly calls: SessionCalls,
    private readonly list: MailServerList,
  ) {}

  /** @returns the new account's id. @throws Failure, which says so where it is not known whether it was stored */
  async store(context: CommandContext, account: NewMailServer): Promise<string> {
    assertFitsKeychain(account.password)
    return (await this.findLost(context, account)) ?? (await this.send(context, account))
  }

  end(): void {
    this.lost = undefined
  }

  private async send(context: CommandContext, account: NewMailServer): Promise<string> {
    const before = (await this.list.get(context)).map(({ id }) => id)
    try {
      const { accounts, id } = await this.calls.call(context, storeMailServer, this.list.known, account)
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
  private async findLost(context: CommandContext, account: NewMailServer): Promise<string | undefined> {
    const { lost } = this
    const keys = ['address', 'host', 'port', 'encryption', 'username', 'password'] as const
    if (!lost || keys.some((key) => lost.account[key] !== account[key])) return undefined
    const { accounts } = await this.calls.call(context, listMailServers)
    this.list.show(accounts)
    this.lost = undefined
    const isNew = ({ id }: MailServer) => !lost.known.includes(id)
    return accounts.find((other) => isNew(other) && other.address === account.address && isSameHost(other, account))?.id
  }
}
