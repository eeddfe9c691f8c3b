import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import axios from 'axios'
import got from 'got'
import { Agent, request } from 'undici'
import { readOwnRecord } from '../../main/fleep/account'
import type { FleepSession } from '../../main/fleep/session'
import { login } from '../../main/fleep/sign-in'
import { Transport } from '../../main/fleep/transport'
import { startServer } from './local-server'
import { aim, median, medianRatio, printTable, quantile } from './statistics'

/** Short ones, since the machine is not as fast for long. */
const rounds = 120
const callsARound = 100

/** The same call by each client: write the JSON, send it, read the answer's, check that it is one's own record. */
function clientsOf(url: string, session: FleepSession): Record<string, () => Promise<unknown>> {
  const { ticket, tokenId } = session.secrets
  const address = `${url}/api/contact/sync`
  const bodyOf = () => JSON.stringify({ contact_id: session.accountId, ticket, api_version: 2 })
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

/** Makes so many calls, one after the other. Resolves to the milliseconds of each. */
type Timed = () => Promise<number[]>

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

/** Those that can be imported where there is a Python, in a process of its own. */
async function pythonClients(
  url: string,
  session: FleepSession,
): Promise<{ timed: Record<string, Timed>; stop(): void }> {
  const child = spawn('python3', ['test/bench/calls.py'], { stdio: ['pipe', 'pipe', 'inherit'] })
  // Where there is no Python, there are no answers.
  child.on('error', () => undefined)
  const { accountId } = session
  const ask = conversation(child)
  const names = await ask({ url, accountId, ...session.secrets }).catch(() => [])
  const timed = (client: string) => () => ask({ client, calls: callsARound })
  return { timed: Object.fromEntries(names.map((name: string) => [name, timed(name)])), stop: () => child.kill() }
}

/** @returns asks in a line of JSON, and resolves to the answer's; rejects where the process has ended */
function conversation({ stdin, stdout }: { stdin: Writable; stdout: Readable }) {
  stdin.on('error', () => undefined)
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]()
  return async (question: object) => {
    stdin.write(`${JSON.stringify(question)}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error('the process has ended')
    return JSON.parse(value)
  }
}

function shuffled<Item>(items: Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

export async function benchCalls(): Promise<void> {
  const server = await startServer()
  const transport = new Transport({ server: server.url })
  const { session } = await login(transport, server.email, server.password)
  const python = await pythonClients(server.url, session)
  const clients: Record<string, Timed> = { ...python.timed }
  for (const [name, call] of Object.entries(clientsOf(server.url, session))) {
    clients[name] = () => time(call, session.accountId)
  }
  const timesOf: Record<string, number[][]> = {}
  for (const [name, timed] of Object.entries(clients)) {
    await timed()
    timesOf[name] = []
  }
  // In turns, so that what else the machine does falls on all of them; and each time in another order, since what one leaves
  // behind, in memory and in the processor's caches, is the next one's.
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, timed] of shuffled(Object.entries(clients))) timesOf[name]?.push(await timed())
  }
  await transport.close()
  python.stop()
  server.stop()

  const took = (name: string) => (timesOf[name] ?? []).map((times) => times.reduce((sum, one) => sum + one, 0))
  const plain = took('undici')
  const ratio = (name: string) => medianRatio(plain, took(name))
  aim('calls a second, of plain undici', ratio('this client'), { least: 0.95 })
  printTable(
    `contact/sync, ${rounds} rounds of ${callsARound} calls in turn, medians; 1.00 is plain undici in the same round`,
    [
      ['client', 'calls/s', 'ratio', 'p50 ms', 'p99 ms'],
      ...Object.entries(timesOf).map(([name, ofRounds]) => {
        const perSecond = (1000 * callsARound) / median(took(name))
        const [p50, p99] = [quantile(ofRounds.flat(), 0.5), quantile(ofRounds.flat(), 0.99)]
        return [name, perSecond.toFixed(0), ratio(name).toFixed(2), p50.toFixed(2), p99.toFixed(2)]
      }),
    ],
  )
}
