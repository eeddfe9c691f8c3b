import fc from 'fast-check'
import { type CommandName, commands } from '../../contract'
import { CommandRunner } from '../../main/core/command-runner'
import type { Handlers } from '../../main/core/handlers'
import type { Area, Findings } from './area'
import { heapSize } from './heap'

const names = Object.keys(commands) as CommandName[]
const count = 100_000
/** By how much the heap may be larger at the end than after the first tenth, in bytes. */
const mayGrow = 8 * 1024 * 1024

/** Whatever a page could send over the command channel. */
export const hostileMessages: Area = {
  name: 'messages of a hostile window',
  async run({ isFull, seed }) {
    const failures: string[] = []
    const reached: { name: CommandName; input: unknown }[] = []
    const handlers = Object.fromEntries(
      names.map((name) => [name, async (_context: unknown, input: unknown) => void reached.push({ name, input })]),
    ) as unknown as Handlers
    const context = { account: null, signal: new AbortController().signal }
    const runner = new CommandRunner({
      handlers,
      context: () => context,
      reportDefect: (reason) => failures.push(`a defect: ${String(reason)}`),
    })
    const numRuns = isFull ? count : count / 10
    let sent = 0
    let early = 0
    const property = fc.asyncProperty(anyName, anyInput, async (name, input) => {
      sent += 1
      if (sent === numRuns / 10) early = heapSize()
      const result = await runner.run(name, input)
      if (typeof result?.ok !== 'boolean') throw new Error('no answer')
      for (const { name: command, input: taken } of reached.splice(0)) {
        if (!commands[command].input.safeParse(taken).success) throw new Error(`${command} took what it must not`)
      }
    })
    const found = await fc.check(property, { numRuns, seed, endOnFailure: true })
    if (found.failed) failures.push(`${describeCase(found.counterexample)}: ${String(found.errorInstance)}`)
    const grown = heapSize() - early
    if (grown > mayGrow) failures.push(`the heap has grown by ${Math.round(grown / 1024)} kB`)
    if (({} as Record<string, unknown>).polluted !== undefined)
      failures.push('the prototype of every object is changed')
    return merged([{ cases: sent, failures }, await extremes(runner)])
  },
}

/** Keys that commands know, so that some messages are almost right. */
const knownKeys = [...new Set(names.flatMap((name) => keysOf(commands[name])))]

const anyName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<string>(...names) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '') },
  { weight: 1, arbitrary: fc.anything() },
)
const anyValue = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom('hourly', 'tls', 'https://fleep.io', 'a@b.example', 1, 465, true, null, '__proto__'),
)
const anyInput = fc.oneof(
  { weight: 4, arbitrary: fc.dictionary(fc.constantFrom(...knownKeys, '__proto__', 'constructor'), anyValue) },
  { weight: 1, arbitrary: fc.constant(JSON.parse('{"__proto__": {"polluted": true}, "changed": {"__proto__": 1}}')) },
  { weight: 1, arbitrary: fc.object() },
  { weight: 1, arbitrary: fc.anything({ withNullPrototype: true, withSparseArray: true, withObjectString: true }) },
)

/** What no generator makes: very deep, very long, and values whose reading has effects. */
async function extremes(runner: CommandRunner): Promise<Findings> {
  const failures: string[] = []
  let deep: unknown = 1
  for (let level = 0; level < 200_000; level += 1) deep = level % 2 ? [deep] : { deep }
  const long = 'x'.repeat(50_000_000)
  const throwing = new Proxy({}, { ownKeys: () => raise(), get: () => raise() })
  const values = { deep, long, throwing, many: Array.from({ length: 1_000_000 }, () => 'a@b.example') }
  let cases = 0
  for (const [what, value] of Object.entries(values)) {
    for (const name of names) {
      for (const input of [
        value,
        ...keysOf(commands[name]).map((key) => ({ [key]: value })),
        { changed: { a: value } },
      ]) {
        cases += 1
        try {
          const result = await runner.run(name, input)
          if (result.ok) failures.push(`${name} took what is ${what}`)
        } catch (reason) {
          failures.push(`${name}, ${what}: ${String(reason).slice(0, 100)}`)
        }
      }
    }
  }
  return { cases, failures }
}

function keysOf(schema: unknown): string[] {
  const { shape } = schema as { shape?: Record<string, unknown> }
  return Object.keys(shape ?? {})
}

function raise(): never {
  throw new Error('a trap')
}

function merged(all: Findings[]): Findings {
  return {
    cases: all.reduce((sum, { cases }) => sum + cases, 0),
    failures: all.flatMap(({ failures }) => failures),
  }
}

function describeCase(counterexample: unknown): string {
  return fc.stringify(counterexample).slice(0, 200)
}
