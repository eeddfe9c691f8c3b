import type { MailServer } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure, isConnectionFailure } from '../../core/failure'
import { text } from '../../core/text'
import { listMailServers, type NewMailServer, storeMailServer } from '../../fleep/smtp-api'
import type { SessionCalls } from '../session/session-calls'
import type { MailServerList } from './mail-server-list'
import { isSameHost, isSameServer } from './password-place'

/** Stores new mail servers at Fleep, and never twice: storing is not repeatable. */
export class NewMailServers {
  /** A mail server that was sent without getting an answer, and the ids that existed before. */
  private unconfirmed: { server: NewMailServer; idsBefore: string[] } | undefined

  constructor(
    private readonly calls: SessionCalls,
    private readonly list: MailServerList,
  ) {}

  /**
   * @param server with validated values
   * @param previousId of the mail server that it replaces or restores
   * @returns the id of the new mail server
   * @throws Failure; if the answer was lost, its message says that the mail server may have been stored
   */
  async store(context: CommandContext, server: NewMailServer, previousId?: string): Promise<string> {
    return (await this.findUnconfirmed(context, server)) ?? (await this.send(context, server, previousId))
  }

  clear(): void {
    this.unconfirmed = undefined
  }

  private async send(context: CommandContext, server: NewMailServer, previousId?: string): Promise<string> {
    const idsBefore = (await this.list.get(context)).map(({ id }) => id)
    try {
      return await this.list.holdRecords(async () => {
        const { accounts: servers, id } = await this.calls.call(context, storeMailServer, this.list.known, server)
        this.list.show(servers, previousId === undefined ? {} : { [id]: previousId })
        return id
      })
    } catch (reason) {
      if (!isConnectionFailure(reason)) throw reason
      this.unconfirmed = { server, idsBefore }
      throw new Failure(reason.code, `${reason.message} ${text('smtp.storedInDoubt')}`)
    }
  }

  /** Checks whether an earlier try with the same input succeeded although its answer was lost. @returns the id if so */
  private async findUnconfirmed(context: CommandContext, server: NewMailServer): Promise<string | undefined> {
    const { unconfirmed } = this
    const keys = ['address', 'host', 'port', 'encryption', 'username', 'password'] as const
    if (!unconfirmed || keys.some((key) => unconfirmed.server[key] !== server[key])) return undefined
    const { accounts: servers } = await this.calls.call(context, listMailServers, this.list.known)
    this.list.show(servers)
    this.unconfirmed = undefined
    const isNew = ({ id }: MailServer) => !unconfirmed.idsBefore.includes(id)
    const found = servers.filter((other) => other.address === server.address && isSameHost(other, server))
    // Fleep may have changed the one that it had for the address. If it had the same values, storing it again changes nothing.
    return (found.find(isNew) ?? found.find((other) => isSameServer(other, server)))?.id
  }
}
