/**
 * contact/sync by the clients for Node, for calls.ts, by the lines that calls-by-python.py speaks too.
 *
 * Reads JSON lines: first where and who, then one for each round, {"client", "milliseconds"}.
 * Writes JSON lines: first the clients' names, then the milliseconds of each call.
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

// As main/start.ts does.
config({ jitless: true })

type Call = () => Promise<unknown>

interface Who {
  url: string
  accountId: string
  ticket: string
  tokenId: string
}

/** The same call by each: write the JSON, send it, read the answer's. */
function clientsOf({ url, accountId, ticket, tokenId }: Who): Record<string, Call> {
  const session = new FleepSession(new Transport({ server: url }), accountId, { ticket, tokenId })
  const address = `${url}/api/contact/sync`
  const bodyOf = () => JSON.stringify({ contact_id: accountId, ticket, api_version: 2 })
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'accept-encoding': 'gzip',
    cookie: `token_id=${tokenId}`,
  }
  const dispatcher = new Agent()
  const method = 'POST'
  return {
    'this client': () => readOwnRecord(session),
    // Alone among these, plain undici does not unpack what it asked for.
    undici: async () => {
      const { body: packed } = await request(address, { method, headers, body: bodyOf(), dispatcher })
      return JSON.parse(gunzipSync(await packed.arrayBuffer()).toString())
    },
    fetch: async () => (await fetch(address, { method, headers, body: bodyOf() })).json(),
    got: () => got(address, { method, headers, body: bodyOf(), responseType: 'json', resolveBodyOnly: true }),
    axios: async () => (await axios.post(address, bodyOf(), { headers })).data,
  }
}

async function timed(call: Call, accountId: string): Promise<number> {
  const start = performance.now()
  const answer = (await call()) as { account_id?: string }
  const took = performance.now() - start
  if (answer.account_id !== accountId) throw new Error('a wrong answer')
  return took
}

function tell(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

runScript(async () => {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  const who: Who = JSON.parse((await lines.next()).value ?? '')
  const clients = clientsOf(who)
  tell(Object.keys(clients))
  for await (const line of lines) {
    const { client, milliseconds }: { client: string; milliseconds: number } = JSON.parse(line)
    const call = clients[client]
    if (!call) throw new Error(`no client ${client}`)
    const times: number[] = []
    const end = performance.now() + milliseconds
    while (performance.now() < end) times.push(await timed(call, who.accountId))
    tell(times)
  }
})
