/**
 * Calls contact/sync with the clients for Node. calls.ts starts it. calls-by-python.py has the same protocol.
 *
 * Reads JSON lines: first the server's URL and a session, then {"client", "milliseconds"} for each round.
 * Writes JSON lines: first the clients' names, then the duration of each call in milliseconds.
 */
import { createInterface } from 'node:readline'
import { gunzipSync } from 'node:zlib'
import axios from 'axios'
import got from 'got'
import { Agent, request } from 'undici'
import { config } from 'zod'
import { readOwnRecord } from '../../main/fleep/account-api'
import { FleepSession } from '../../main/fleep/fleep-session'
import { Transport } from '../../main/fleep/transport'
import { runScript } from '../run-script'

// As main/startup/start.ts does.
config({ jitless: true })

type Call = () => Promise<unknown>

interface Connection {
  url: string
  accountId: string
  ticket: string
  tokenId: string
}

/** The same call with each client: writes the JSON, sends it, and reads the JSON of the answer. */
function clientsFor({ url, accountId, ticket, tokenId }: Connection): Record<string, Call> {
  const session = new FleepSession(new Transport({ server: url }), accountId, { ticket, tokenId })
  const address = `${url}/api/contact/sync`
  const bodyOf = () => JSON.stringify({ contact_id: accountId, ticket, api_version: 2 })
  // All that the app sends, so that the server has the same work.
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    accept: 'application/json',
    'user-agent': 'FleepSettings',
    'accept-encoding': 'gzip',
    cookie: `token_id=${tokenId}`,
  }
  const dispatcher = new Agent()
  const method = 'POST'
  return {
    'this client': () => readOwnRecord(session),
    // Of these clients, only undici does not decompress the answer.
    undici: async () => {
      const { body: compressed } = await request(address, { method, headers, body: bodyOf(), dispatcher })
      return JSON.parse(gunzipSync(await compressed.arrayBuffer()).toString())
    },
    fetch: async () => (await fetch(address, { method, headers, body: bodyOf() })).json(),
    got: () => got(address, { method, headers, body: bodyOf(), responseType: 'json', resolveBodyOnly: true }),
    axios: async () => (await axios.post(address, bodyOf(), { headers })).data,
  }
}

async function timed(call: Call, accountId: string): Promise<number> {
  const start = performance.now()
  const answer = (await call()) as { account_id?: string }
  const duration = performance.now() - start
  if (answer.account_id !== accountId) throw new Error('The answer is for another account')
  return duration
}

function writeLine(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

runScript(async () => {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  const connection: Connection = JSON.parse((await lines.next()).value ?? '')
  const clients = clientsFor(connection)
  writeLine(Object.keys(clients))
  for await (const line of lines) {
    const { client, milliseconds }: { client: string; milliseconds: number } = JSON.parse(line)
    const call = clients[client]
    if (!call) throw new Error(`There is no client ${client}`)
    const times: number[] = []
    const end = performance.now() + milliseconds
    while (performance.now() < end) times.push(await timed(call, connection.accountId))
    writeLine(times)
  }
})
