import type { MailServer } from '../../contract'
import { removeInvisible } from '../../contract/typed-text'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import type { Cli } from './cli'
import type { OptionDeclarations } from './define-command'

/** Names a mail server by its ID, because two mail servers may have the same address. */
export const idOption = { '--id <id>': { description: 'cli.mailServerId' } } as const satisfies OptionDeclarations

/**
 * @param address of the mail server, or `#` and its id
 * @param id as `smtp list` prints it, also without the `#`
 * @throws Failure `refused` when no mail server is meant, or more than one; `invalid-input` without an address and an id
 */
export function findMailServer({ state }: Cli, address: string | undefined, id?: string): MailServer {
  const known = state.mailServers ?? []
  const typed = address === undefined ? undefined : removeInvisible(address)
  const wantedId = id === undefined && typed?.startsWith('#') ? typed : id
  const wantedAddress = typed === wantedId ? undefined : typed?.toLowerCase()
  if (wantedId === undefined && !wantedAddress) {
    throw new Failure('invalid-input', text('cli.missingArgument', { name: 'address' }), 'address')
  }
  const isWanted = (server: MailServer) => {
    const hasId = wantedId === undefined || server.id === removeInvisible(wantedId).replace(/^#/, '')
    return hasId && (wantedAddress === undefined || server.address.toLowerCase() === wantedAddress)
  }
  const [found, ...others] = known.filter(isWanted)
  if (found && others.length === 0) return found
  if (found) {
    const all = [found, ...others]
    const servers = all.map(placeOf).join(', ')
    const ids = all.map((server) => `#${server.id}`).join(', ')
    throw new Failure('refused', text('cli.severalMailServersFor', { address: found.address, servers, ids }), 'address')
  }
  const all = known.map((server) => `${server.address} (#${server.id})`).join(', ')
  const wanted = [wantedAddress, wantedId].filter((part) => part !== undefined).join(' ')
  throw new Failure('refused', all ? text('cli.noMailServerFor', { address: wanted, all }) : text('cli.noMailServer'))
}

/** @returns host and port */
export function placeOf({ host, port }: Pick<MailServer, 'host' | 'port'>): string {
  return port === null ? host : `${host}:${port}`
}
