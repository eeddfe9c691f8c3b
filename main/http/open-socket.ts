import dns, { type LookupAddress } from 'node:dns'
import net, { type Socket } from 'node:net'

/** The wait before the next address is tried as well, in milliseconds. Source: RFC 8305, 5 and 8. */
const attemptDelay = 250

/**
 * Connects to a host. All its addresses are tried, the families in turn: each attempt begins 250 ms after the previous one or
 * when that fails, and none ends before another one has connected. Node gives up each address but the last after 250 ms,
 * and so never reaches a distant host that also has an address of a family without a connection. Source: RFC 8305.
 * @param host a name or an IP address without brackets
 * @returns a connected socket. An error that nobody listens to only closes it
 * @throws the look-up's error, that of an attempt if all of them failed, or the signal's reason
 */
export async function openSocket(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const addresses = net.isIP(host) ? [host] : inTurn(await lookUp(host, signal))
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const attempts = new Set<Socket>()
    const errors: NodeJS.ErrnoException[] = []
    let next = 0
    let timer: NodeJS.Timeout | undefined
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      for (const socket of attempts) socket.destroy()
    }
    const onAbort = () => {
      end()
      reject(signal.reason)
    }
    const beginNext = () => {
      clearTimeout(timer)
      const socket = net.connect({ host: String(addresses[next]), port })
      next += 1
      attempts.add(socket)
      const onError = (error: Error) => {
        attempts.delete(socket)
        errors.push(error)
        if (signal.aborted) return
        if (next < addresses.length) return beginNext()
        if (attempts.size > 0) return
        end()
        reject(mostTelling(errors))
      }
      socket.once('error', onError).once('connect', () => {
        socket.off('error', onError).on('error', () => undefined)
        attempts.delete(socket)
        end()
        resolve(socket)
      })
      if (next < addresses.length) timer = setTimeout(beginNext, attemptDelay)
    }
    signal.addEventListener('abort', onAbort)
    beginNext()
  })
}

/** A look-up cannot be stopped; what becomes of it after an abort is ignored. */
function lookUp(host: string, signal: AbortSignal): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort)
    // As Node does: without an IPv6 connection, a system need not ask for IPv6 addresses.
    const hints = process.platform === 'win32' ? 0 : dns.ADDRCONFIG
    dns.lookup(host, { all: true, hints }, (error, addresses) => {
      signal.removeEventListener('abort', onAbort)
      if (error) reject(error)
      else resolve(addresses)
    })
  })
}

/** @returns the addresses with their families in turn, beginning with the family that the system prefers */
function inTurn(found: LookupAddress[]): string[] {
  const preferred = found.filter(({ family }) => family === found[0]?.family)
  const others = found.filter(({ family }) => family !== found[0]?.family)
  const longest = Math.max(preferred.length, others.length)
  const pairs = Array.from({ length: longest }, (_none, index) => [preferred[index], others[index]])
  return pairs.flat().flatMap((found) => found?.address ?? [])
}

/** A host that refuses connections exists. An address of a family without a connection tells nothing about it. */
function mostTelling(errors: NodeJS.ErrnoException[]): Error | undefined {
  return errors.find(({ code }) => code === 'ECONNREFUSED') ?? errors[0]
}
