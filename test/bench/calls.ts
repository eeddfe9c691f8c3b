import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { build } from 'vite'
import { login } from '../../main/fleep/sign-in-api'
import { Transport } from '../../main/fleep/transport'
import { startServer } from './local-server'
import { median, medianRatio, printTable, quantile, target } from './statistics'

/** Each process is a little faster or slower by chance, so each client is started several times. */
const starts = 10
/** Rounds per start. They are short because the machine's speed changes. */
const rounds = 25
const roundMs = 50
/** Rounds that are not counted, so that V8 can compile the code. */
const warmUpRounds = 20

type Program = [command: string, ...args: string[]]

/** Inside node_modules, so that Node finds the clients of test/bench there. */
const bundles = 'test/bench/node_modules/.cache/calls'

const programs: Program[] = [
  [process.execPath, `${bundles}/calls-by-node.mjs`],
  ['python3', 'test/bench/calls-by-python.py'],
]

/** This client is bundled as the app is: tsx would add work to every function of it, but to no package. */
async function bundleClients(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: { ssr: 'test/bench/calls-by-node.ts', outDir: bundles, emptyOutDir: true },
  })
}

interface Client {
  name: string
  /** Makes calls one after another for the duration of a round. @returns the milliseconds of each */
  runRound(): Promise<number[]>
  stop(): void
}

/** Starts each client of a program in its own process, so that none collects another's garbage. */
async function startClients(program: Program, connection: object): Promise<Client[]> {
  const first = await start(program, connection)
  const others = await Promise.all(first.names.slice(1).map(() => start(program, connection)))
  return [first, ...others].flatMap(({ names, send, stop }, index) => {
    const client = names[index]
    return client ? { name: client, runRound: () => send({ client, milliseconds: roundMs }), stop } : []
  })
}

async function start([program, ...args]: Program, connection: object) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  // Without Python there are no answers, so no clients.
  child.on('error', () => undefined)
  const send = openJsonLines(child)
  const names: string[] = await send(connection).catch(() => [])
  return { names, send, stop: () => child.kill() }
}

/** @returns a function that sends a line of JSON and reads the answering line; it rejects once the process has ended */
function openJsonLines({ stdin, stdout }: { stdin: Writable; stdout: Readable }) {
  stdin.on('error', () => undefined)
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]()
  return async (message: object) => {
    stdin.write(`${JSON.stringify(message)}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error('The process has ended')
    return JSON.parse(value)
  }
}

function shuffled<Item>(items: Item[]): Item[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item)
}

export async function benchCalls(): Promise<void> {
  await bundleClients()
  const server = await startServer()
  const transport = new Transport({ server: server.url })
  const { session } = await login(transport, server.email, server.password)
  const connection = { url: server.url, accountId: session.accountId, ...session.secrets }
  await transport.close()
  const timesOf: Record<string, number[][]> = {}
  for (let count = 0; count < starts; count += 1) {
    const clients = (await Promise.all(programs.map((program) => startClients(program, connection)))).flat()
    for (const { name, runRound } of clients) {
      timesOf[name] ??= []
      for (let round = 0; round < warmUpRounds; round += 1) await runRound()
    }
    // The clients take turns, so that other load affects all of them. The order is random, because each client leaves
    // garbage in the server that slows down the next one.
    for (let round = 0; round < rounds; round += 1) {
      for (const { name, runRound } of shuffled(clients)) timesOf[name]?.push(await runRound())
    }
    for (const { stop } of clients) stop()
  }
  server.stop()

  const perSecond = (name: string) => (timesOf[name] ?? []).map((times) => 1000 / mean(times))
  const ratio = (name: string) => medianRatio(perSecond(name), perSecond('undici'))
  target('calls per second, compared to plain undici', ratio('this client'), { least: 0.95 })
  printTable(
    `contact/sync: medians of ${starts * rounds} interleaved rounds of ${roundMs} ms; 1.00 is plain undici in the same round`,
    [
      ['client', 'calls/s', 'ratio', 'p50 ms', 'p99 ms'],
      ...Object.entries(timesOf).map(([name, times]) => {
        const [p50, p99] = [quantile(times.flat(), 0.5), quantile(times.flat(), 0.99)]
        return [name, median(perSecond(name)).toFixed(0), ratio(name).toFixed(2), p50.toFixed(2), p99.toFixed(2)]
      }),
    ],
  )
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
