import { parseServerAddress } from './server-address'
import { Transport } from './transport'

/**
 * A call that needs no session, at a server that a person named. Not repeated: the second mail, and the second use of a
 * link, are refused.
 * @returns the answer's body
 * @throws Failure
 */
export async function callWithoutSession(server: string, method: string, input: object): Promise<unknown> {
  const transport = new Transport({ server: parseServerAddress(server) })
  try {
    return (await transport.call(method, input, { repeatable: false })).body
  } finally {
    void transport.close()
  }
}
