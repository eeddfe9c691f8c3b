import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { login } from '../../main/fleep/sign-in-api'
import { Transport } from '../../main/fleep/transport'
import { startServer } from './local-server'
import { aim, median, medianRatio, printTable, quantile } from './statistics'

/** Which of two clients is a little faster is partly chance that lasts as long as their process. */
const starts = 10
/** Of each start. Short ones, since the machine is not as fast for long. */
const rounds = 25
const roundLasts = 50 // ms
/** Rounds that are not counted, until V8 has compiled what is called. */
const firstRounds = 20

type Program = [command: string, ...args: string[]]

const programs: Program[] = [
  [process.execPath, '--import', 'tsx', 'test/bench/calls-by-node.ts'],
  ['python3', 'test/bench/calls-by-python.py'],
]

interface Client {
  name: string
  /** Makes calls for a round, one after the other. Resolves to the milliseconds of each. */
  timed(): Promise<number[]>
  stop(): void
}

/** Each client that a program has, in a process of its own, so that none collects another's garbage. */
async function startClients(program: Program, who: object): Promise<Client[]> {
  const first = await start(program, who)
  const others = await Promise.all(first.names.slice(1).map(() => start(program, who)))
  return [first, ...others].flatMap(({ names, ask, stop }, index) => {
    const client = names[index]
    return client ? { name: client, timed: () => ask({ client, milliseconds: roundLasts }), stop } : []
  })
}

async function start([program, ...args]: Program, who: object) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  // Where there is no Python, there are no answers.
  child.on('error', () => undefined)
  const ask = conversation(child)
  const names: string[] = await ask(who).catch(() => [])
  return { names, ask, stop: () => child.kill() }
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
  const who = { url: server.url, accountId: session.accountId, ...session.secrets }
  await transport.close()
  const timesOf: Record<string, number[][]> = {}
  for (let count = 0; count < starts; count += 1) {
    const clients = (await Promise.all(programs.map((program) => startClients(program, who)))).flat()
    for (const { name, timed } of clients) {
      timesOf[name] ??= []
      for (let round = 0; round < firstRounds; round += 1) await timed()
    }
    // In turns, so that what else the machine does falls on all of them; and each time in another order, since what one
    // leaves behind in the server's memory is the next one's.
    for (let round = 0; round < rounds; round += 1) {
      for (const { name, timed } of shuffled(clients)) timesOf[name]?.push(await timed())
    }
    for (const { stop } of clients) stop()
  }
  server.stop()

  const perSecond = (name: string) => (timesOf[name] ?? []).map((times) => 1000 / mean(times))
  const ratio = (name: string) => medianRatio(perSecond(name), perSecond('undici'))
  aim('calls a second, of plain undici', ratio('this client'), { least: 0.95 })
  printTable(
    `contact/sync, ${starts * rounds} rounds of ${roundLasts} ms in turn, medians; 1.00 is plain undici in the same round`,
    [
      ['client', 'calls/s', 'ratio', 'p50 ms', 'p99 ms'],
      ...Object.entries(timesOf).map(([name, ofRounds]) => {
        const [p50, p99] = [quantile(ofRounds.flat(), 0.5), quantile(ofRounds.flat(), 0.99)]
        return [name, median(perSecond(name)).toFixed(0), ratio(name).toFixed(2), p50.toFixed(2), p99.toFixed(2)]
      }),
    ],
  )
}

function mean(values: number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length
}
