import fc from 'fast-check'
import { z } from 'zod'
import { type CommandName, commands } from '../../contract'
import { CommandRunner } from '../../main/core/command-runner'
import type { Handlers } from '../../main/core/handlers'
import type { Area, AreaResult } from './area'
import { heapSize } from './heap'

const names = Object.keys(commands) as CommandName[]
const messageCount = 100_000
/** The heap may grow by this much after the first tenth of the messages, in bytes. */
const maxHeapGrowth = 8 * 1024 * 1024

/** Arbitrary messages on the command channel, as a compromised page could send them. */
export const hostileMessages: Area = {
  name: 'hostile messages',
  async run({ isFull, seed }) {
    const failures: string[] = []
    if (knownKeys.length === 0) failures.push('no command has a known key, so that no message is nearly valid')
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
    const numRuns = isFull ? messageCount : messageCount / 10
    let sent = 0
    let heapAfterWarmUp = 0
    const property = fc.asyncProperty(anyName, anyInput, async (name, input) => {
      sent += 1
      if (sent === numRuns / 10) heapAfterWarmUp = heapSize()
      const result = await runner.run(name, input)
      if (typeof result?.ok !== 'boolean') throw new Error('no result')
      for (const { name: command, input: handledInput } of reached.splice(0)) {
        if (!commands[command].input.safeParse(handledInput).success)
          throw new Error(`${command} accepted invalid input`)
      }
    })
    const found = await fc.check(property, { numRuns, seed, endOnFailure: true })
    if (found.failed) failures.push(`${describeCase(found.counterexample)}: ${String(found.errorInstance)}`)
    const heapGrowth = heapSize() - heapAfterWarmUp
    if (heapGrowth > maxHeapGrowth) failures.push(`the heap grew by ${Math.round(heapGrowth / 1024)} kB`)
    if (({} as Record<string, unknown>).polluted !== undefined) failures.push('Object.prototype was changed')
    return mergeResults([{ cases: sent, failures }, await runExtremeInputs(runner)])
  },
}

/** Keys of the commands' inputs, so that some messages are nearly valid. */
const knownKeys = [...new Set(names.flatMap((name) => keysOf(name)))]

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

/** Inputs that no generator creates: very deep, very long, and objects that throw when read. */
async function runExtremeInputs(runner: CommandRunner): Promise<AreaResult> {
  const failures: string[] = []
  let deep: unknown = 1
  for (let level = 0; level < 200_000; level += 1) deep = level % 2 ? [deep] : { deep }
  const long = 'x'.repeat(50_000_000)
  const throwing = new Proxy({}, { ownKeys: () => throwError(), get: () => throwError() })
  const values = { deep, long, throwing, many: Array.from({ length: 1_000_000 }, () => 'a@b.example') }
  let cases = 0
  for (const [kind, value] of Object.entries(values)) {
    for (const name of names) {
      for (const input of [value, ...keysOf(name).map((key) => ({ [key]: value })), { changed: { a: value } }]) {
        cases += 1
        try {
          const result = await runner.run(name, input)
          if (result.ok) failures.push(`${name} accepted an input of kind "${kind}"`)
        } catch (reason) {
          failures.push(`${name}, ${kind}: ${String(reason).slice(0, 100)}`)
        }
      }
    }
  }
  return { cases, failures }
}

function keysOf(name: CommandName): string[] {
  const { input } = commands[name]
  return input instanceof z.ZodObject ? Object.keys(input.shape) : []
}

function throwError(): never {
  throw new Error('thrown while reading the input')
}

function mergeResults(all: AreaResult[]): AreaResult {
  return {
    cases: all.reduce((sum, { cases }) => sum + cases, 0),
    failures: all.flatMap(({ failures }) => failures),
  }
}

function describeCase(counterexample: unknown): string {
  return fc.stringify(counterexample).slice(0, 200)
}
