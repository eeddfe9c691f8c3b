import { z } from 'zod'
import { keychainSteps } from '../../../contract/choices'
import { keychainStepStates } from '../../../contract/keychain-check-steps'
import { text } from '../../core/text'
import { keychainName } from '../../keychain/keychain-name'
import type { Cli } from '../cli'
import { type CliCommands, defineCommand } from '../define-command'
import { type ExitCode, exitCodes } from '../exit-codes'

const stepStates = ['done', 'running', 'failed', 'open'] as const

/** A check with its steps. A check of something other than the keychain, such as the network, is another member. */
const doctorCheck = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('keychain'),
    works: z.boolean(),
    steps: z.array(z.strictObject({ step: z.enum(keychainSteps), state: z.enum(stepStates) })),
    /** What is wrong, what to do about it, and the system's own message. */
    problem: z.string().nullable(),
    advice: z.string().nullable(),
    systemMessage: z.string().nullable(),
  }),
])
type DoctorCheck = z.infer<typeof doctorCheck>

interface Examination {
  run(cli: Cli): Promise<DoctorCheck>
  /** The exit code if it fails. */
  exitCode: ExitCode
}

/** What is checked, in this order, whatever the others find. */
const examinations: Record<DoctorCheck['name'], Examination> = {
  keychain: { run: checkKeychain, exitCode: exitCodes.keychain },
}

export const doctorCliCommands = {
  doctor: defineCommand({
    description: 'cli.doctor',
    result: z.strictObject({ checks: z.array(doctorCheck) }),
    needsSession: null,
    async run(cli) {
      const checks: DoctorCheck[] = []
      for (const { run } of Object.values(examinations)) checks.push(await run(cli))
      return { checks }
    },
    print: ({ checks }) => checks.flatMap(describe),
    exitCode: ({ checks }) => {
      const failed = checks.find(({ works }) => !works)
      return failed ? examinations[failed.name].exitCode : exitCodes.ok
    },
  }),
} satisfies CliCommands

async function checkKeychain(cli: Cli): Promise<DoctorCheck> {
  await cli.run('app.checkKeychain', {})
  const { keychainCheck: check } = cli.state
  const failed = check?.kind === 'failed' ? check : null
  return {
    name: 'keychain',
    works: check?.kind === 'working',
    steps: check ? keychainStepStates(check) : [],
    problem: failed?.message ?? null,
    advice: failed?.advice ?? null,
    systemMessage: failed?.systemMessage ?? null,
  }
}

function describe({ works, steps, problem, advice, systemMessage }: DoctorCheck): string[] {
  const lines = steps.map(({ step, state }) => `${text(`keychainCheck.step.${step}`)}: ${text(`check.state.${state}`)}`)
  if (works) return [...lines, text('keychainCheck.works', { keychain: keychainName() })]
  return [...lines, ...[problem, advice, systemMessage].filter((line) => line !== null)]
}
