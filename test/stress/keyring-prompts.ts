import { OsKeychain } from '../../main/keychain/keychain'
import { type PromptAnswer, Prompter } from '../keychain/prompter'
import { SecretService } from '../keychain/secret-service'
import { type Area, runCases, selectCases } from './area'

const service = 'Fleep Settings stress'
const patient = new OsKeychain(service)
/** Gives up before a prompt is answered, as the app does after 45 seconds. */
const impatient = new OsKeychain(service, 80)

/** What the user does with a prompt. `late-…`: after the app has stopped waiting. */
const answers = ['accept', 'cancel', 'late-accept', 'late-cancel'] as const
const operations = ['read', 'find', 'write', 'remove'] as const
type Answer = (typeof answers)[number]
type Operation = (typeof operations)[number]

interface Step {
  operation: Operation
  answer: Answer
}

interface Case {
  /** Whether the item exists at the start, in a locked keyring. */
  exists: boolean
  steps: Step[]
}

const steps: Step[] = operations.flatMap((operation) => answers.map((answer) => ({ operation, answer })))
const sequences: Case[] = [true, false].flatMap((exists) =>
  steps.flatMap((first) => steps.map((second) => ({ exists, steps: [first, second] }))),
)

/** What must be true, whatever happened. */
interface Model {
  isLocked: boolean
  secret: string | null
}

function assertEqual(actual: unknown, expected: unknown, what: string): void {
  const [found, wanted] = [actual, expected].map((value) => JSON.stringify(value))
  if (found !== wanted) throw new Error(`${what}: ${found} instead of ${wanted}`)
}

/** @returns the operation's value, or the code of its failure */
async function outcome(keychain: OsKeychain, operation: Operation, account: string, secret: string): Promise<unknown> {
  try {
    if (operation === 'read') return await keychain.read(account)
    if (operation === 'find') return (await keychain.findExisting([account])).has(account)
    if (operation === 'write') return (await keychain.write(account, secret, () => true)) ?? 'done'
    return (await keychain.remove(account)) ?? 'done'
  } catch (reason) {
    return (reason as { code?: string }).code ?? String(reason)
  }
}

/** Applies an operation on the open keyring. @returns its right outcome */
function apply(model: Model, operation: Operation, secret: string): unknown {
  if (operation === 'read') return model.secret
  if (operation === 'find') return model.secret !== null
  model.secret = operation === 'write' ? secret : null
  return 'done'
}

async function runStep(keyring: Keyring, model: Model, { operation, answer }: Step, secret: string): Promise<void> {
  const { prompter } = keyring
  const asks = model.isLocked && operation !== 'find'
  const isLate = asks && answer.startsWith('late-')
  const reply: 'accept' | 'cancel' = answer.endsWith('accept') ? 'accept' : 'cancel'
  prompter.otherwise = isLate ? 'ignore' : reply
  const found = await outcome(isLate ? impatient : patient, operation, 'a', secret)
  if (isLate) {
    assertEqual(found, 'keychain-no-answer', `${operation} with a prompt that is open`)
    await prompter.untilOpen()
    prompter.answerOpen(reply)
  }
  if (!asks && model.isLocked) {
    assertEqual(found, model.secret === null ? 'keychain-locked' : true, 'find while locked')
    return
  }
  if (asks && reply === 'cancel') {
    if (!isLate) assertEqual(found, 'keychain-locked', `${operation} with a cancelled prompt`)
    return
  }
  model.isLocked = false
  const right = apply(model, operation, secret)
  if (!isLate) assertEqual(found, right, operation)
}

interface Keyring {
  service: SecretService
  prompter: Prompter
}

/** Starts with a locked keyring that has these items, of all that may exist. */
async function prepare({ service: keyring, prompter }: Keyring, accounts: string[], all: string[]): Promise<void> {
  await keyring.unlock()
  for (const account of all) {
    if (accounts.includes(account)) await patient.write(account, `old ${account}`, () => true)
    else await patient.remove(account)
  }
  await keyring.lock()
  Object.assign(prompter, { answers: [], otherwise: 'cancel', shown: 0 })
}

/** Waits until everything that was requested is done. */
async function settle(): Promise<void> {
  await patient.findExisting([])
}

async function runSequence(keyring: Keyring, { exists, steps }: Case): Promise<void> {
  await prepare(keyring, exists ? ['a'] : [], ['a'])
  const model: Model = { isLocked: true, secret: exists ? 'old a' : null }
  let asked = 0
  for (const [index, step] of steps.entries()) {
    if (model.isLocked && step.operation !== 'find') asked += 1
    await runStep(keyring, model, step, `new ${index}`)
    await settle()
  }
  assertEqual(keyring.prompter.shown, asked, 'prompts')
  await keyring.service.unlock()
  assertEqual(await keyring.service.secretsOf(service), model.secret === null ? [] : [model.secret], 'stored')
}

const names = Array.from({ length: 12 }, (_none, index) => `item ${index}`)

/** Many operations at once, each on its own item, with prompts that are answered in turn: never a wrong answer. */
async function runMany(keyring: Keyring, seed: number): Promise<void> {
  const existing = names.filter((_name, index) => (index + seed) % 2 === 0)
  await prepare(keyring, existing, ['a', ...names])
  const script: PromptAnswer[] = names.map((_name, index) => ((seed >> (index % 6)) & 1 ? 'accept' : 'cancel'))
  keyring.prompter.answers.push(...script)
  const chosen = names.map((name, index) => ({ name, operation: operations[(index + seed) % 4] ?? 'read' }))
  const found = await Promise.all(chosen.map(({ name, operation }) => outcome(patient, operation, name, `new ${name}`)))
  const expectedItems: string[] = []
  for (const [index, { name, operation }] of chosen.entries()) {
    const model: Model = { isLocked: false, secret: existing.includes(name) ? `old ${name}` : null }
    const isRefused = found[index] === 'keychain-locked'
    const right = isRefused ? 'keychain-locked' : apply(model, operation, `new ${name}`)
    assertEqual(found[index], right, `${operation} of ${name}`)
    if (model.secret !== null) expectedItems.push(model.secret)
  }
  await keyring.service.unlock()
  assertEqual((await keyring.service.secretsOf(service)).sort(), expectedItems.sort(), 'stored')
}

type AnyCase = { name: string; run(keyring: Keyring): Promise<void> }

const cases: AnyCase[] = [
  ...sequences.map((sequence) => ({
    name: `${sequence.exists ? 'stored' : 'missing'}: ${sequence.steps.map(({ operation, answer }) => `${operation} ${answer}`).join(', ')}`,
    run: (keyring: Keyring) => runSequence(keyring, sequence),
  })),
  ...Array.from({ length: 64 }, (_none, seed) => ({
    name: `many at once, ${seed}`,
    run: (keyring: Keyring) => runMany(keyring, seed),
  })),
]

/** Reading, finding, writing and removing in a real, locked keyring, with prompts that are answered in every way and order. */
export const keyringPrompts: Area = {
  name: 'keyring prompts',
  async run(scale) {
    if (process.platform !== 'linux') return { cases: 0, failures: [] }
    const keyring = await SecretService.start()
    const before = { ...process.env }
    // libsecret keeps the connection to the bus that it finds first. No other area uses it in this process.
    Object.assign(process.env, keyring.env)
    const prompter = await Prompter.start(keyring.address, SecretService.password)
    try {
      const run = ({ run: runCase }: AnyCase) => runCase({ service: keyring, prompter })
      return await runCases(selectCases(cases, scale), ({ name }) => name, run, 1)
    } finally {
      for (const name of Object.keys(keyring.env)) {
        if (before[name] === undefined) delete process.env[name]
        else process.env[name] = before[name]
      }
      await prompter.stop()
      await keyring.stop()
    }
  },
}
