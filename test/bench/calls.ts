import { gunzipSync } from 'node:zlib'
import axios from 'axios'
import got from 'got'
import { Agent, request } from 'undici'
import { readOwnRecord } from '../../main/fleep/account'
import type { FleepSession } from '../../main/fleep/session'
import { login } from '../../main/fleep/sign-in'
import { Transport } from '../../main/fleep/transport'
import { startServer } from './local-server'
import { aim, median, printTable, quantile } from './statistics'

const rounds = 20
const callsARound = 400

/** The same call by each client: send the same bytes, read the JSON, check that it is one's own record. */
function clientsOf(url: string, session: FleepSession): Record<string, () => Promise<unknown>> {
  const { ticket, tokenId } = session.secrets
  const address = `${url}/api/contact/sync`
  const body = JSON.stringify({ contact_id: session.accountId, ticket, api_version: 2 })
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
      const { body: packed } = await request(address, { method, headers, body, dispatcher })
      return JSON.parse(gunzipSync(await packed.arrayBuffer()).toString())
    },
    fetch: async () => (await fetch(address, { method, headers, body })).json(),
    got: () => got(address, { method, headers, body, responseType: 'json', resolveBodyOnly: true }),
    axios: async () => (await axios.post(address, body, { headers })).data,
  }
}

/** Milliseconds of each call, one after the other. */
async function time(call: () => Promise<unknown>, id: string): Promise<number[]> {
  const times: number[] = []
  for (let count = 0; count < callsARound; count += 1) {
    const start = performance.now()
    const answer = (await call()) as { account_id?: string }
    times.push(performance.now() - start)
    if (answer.account_id !== id) throw new Error('a wrong answer')
  }
  return times
}

export async function benchCalls(): Promise<void> {
  const server = await startServer()
  const transport = new Transport({ server: server.url })
  const { session } = await login(transport, server.email, server.password)
  const clients = clientsOf(server.url, session)
  const timesOf: Record<string, number[][]> = {}
  for (const [name, call] of Object.entries(clients)) {
    await time(call, session.accountId)
    timesOf[name] = []
  }
  // In turns, so that what else the machine does falls on all of them; and each time another is the first, since what one
  // leaves behind is collected in the time of the next.
  const order = Object.entries(clients)
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, call] of order) timesOf[name]?.push(await time(call, session.accountId))
    order.push(...order.splice(0, 1 + Math.floor(Math.random() * 3)))
  }
  await transport.close()
  server.stop()

  const summary = (name: string) => {
    const ofRounds = timesOf[name] ?? []
    const perSecond = median(ofRounds.map((times) => (1000 * times.length) / times.reduce((sum, one) => sum + one, 0)))
    const all = ofRounds.flat()
    return { perSecond, p50: quantile(all, 0.5), p99: quantile(all, 0.99) }
  }
  const plain = summary('undici')
  aim('calls a second, of plain undici', summary('this client').perSecond / plain.perSecond, { least: 0.95 })
  printTable(`contact/sync, ${rounds} rounds of ${callsARound} calls in turn, median round; 1.00 is plain undici`, [
    ['client', 'calls/s', 'ratio', 'p50 ms', 'p99 ms'],
    ...Object.keys(clients).map((name) => {
      const { perSecond, p50, p99 } = summary(name)
      const ratio = (perSecond / plain.perSecond).toFixed(2)
      return [name, perSecond.toFixed(0), ratio, p50.toFixed(2), p99.toFixed(2)]
    }),
  ])
}
