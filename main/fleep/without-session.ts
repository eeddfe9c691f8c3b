import { parseServerAddress } from './server-address'
import { Transport } from './transport'

/**
 * Makes a call that needs no session. It is not retried: Fleep refuses a second email, and a second use of a link.
 * @param server as the user typed it
 * @returns the response body; empty if the server sends none, as it may for calls whose answer nobody reads
 * @throws Failure
 */
export async function callWithoutSession(server: string, method: string, input: object): Promise<unknown> {
  const transport = new Transport({ server: parseServerAddress(server) })
  try {
    return (await transport.call(method, input, { repeatable: false, mayBeEmpty: true })).body
  } finally {
    void transport.close()
  }
}
