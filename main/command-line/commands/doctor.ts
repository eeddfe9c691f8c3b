import { z } from 'zod'
import { keychainSteps } from '../../../contract/choices'
import { keychainStepStates } from '../../../contract/keychain-check-steps'
import { text } from '../../core/text'
import { withUnreadCertificates } from '../../http/authorities'
import { keychainName } from '../../keychain/keychain-name'
import type { Cli } from '../cli'
import { type CliCommands, defineCommand } from '../define-command'
import { type ExitCode, exitCodes } from '../exit-codes'
import { checkNetwork, networkSteps } from '../network-check'

const stepStates = ['done', 'running', 'failed', 'open'] as const

/** A check with its steps. Each thing that is checked is a member. */
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
  z.strictObject({
    name: z.literal('network'),
    /** An origin: that of `--server`, or of the last sign-in. */
    server: z.string(),
    works: z.boolean(),
    steps: z.array(z.strictObject({ step: z.enum(networkSteps), state: z.enum(stepStates) })),
    /** Host and port of the proxy, and where it is named; null without one. */
    proxy: z.string().nullable(),
    /** How many addresses the server's name has; null if a proxy looks it up. */
    addresses: z.strictObject({ ipv4: z.int(), ipv6: z.int() }).nullable(),
    /** Who issued the server's certificate. */
    issuer: z.string().nullable(),
    /** How many certificates in the named file of authorities could not be read. */
    unreadCertificates: z.int(),
    problem: z.string().nullable(),
    advice: z.string().nullable(),
  }),
])
type DoctorCheck = z.infer<typeof doctorCheck>

/** The settings of the organisation that looks after this computer. One that is not set is null. */
const managedReport = z.strictObject({
  /** The file, or the key of the registry. */
  source: z.string(),
  server: z.string().nullable(),
  /** Host and port; empty if it cannot be used. */
  proxy: z.string().nullable(),
  /** A path; empty if it cannot be used. */
  authorities: z.string().nullable(),
  updates: z.string().nullable(),
  /** A sentence for each setting that cannot be used. */
  problems: z.array(z.string()),
})
type ManagedReport = z.infer<typeof managedReport>

interface Examination {
  /** @param server an origin */
  run(cli: Cli, server: string): Promise<DoctorCheck>
  /** The exit code if it fails. */
  exitCode: ExitCode
}

/** What is checked, in this order, whatever the others find. */
const examinations: Record<DoctorCheck['name'], Examination> = {
  keychain: { run: checkKeychain, exitCode: exitCodes.keychain },
  network: { run: checkServer, exitCode: exitCodes.notReached },
}

export const doctorCliCommands = {
  doctor: defineCommand({
    description: 'cli.doctor',
    example: 'doctor',
    result: z.strictObject({ checks: z.array(doctorCheck), managed: managedReport.nullable() }),
    needsSession: null,
    async run(cli, _arguments, options) {
      const checks: DoctorCheck[] = []
      for (const { run } of Object.values(examinations))
        checks.push(await run(cli, options.server ?? cli.knownServer()))
      return { checks, managed: reportManaged(cli) }
    },
    print: ({ checks, managed }) => [...checks.flatMap(describe), ...(managed ? [describeManaged(managed)] : [])],
    exitCode: ({ checks, managed }) => {
      const failed = checks.find(({ works }) => !works)
      if (!failed && managed && managed.problems.length > 0) return exitCodes.refused
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

async function checkServer(_cli: Cli, server: string): Promise<DoctorCheck> {
  return { name: 'network', ...(await checkNetwork(server)) }
}

function describe(check: DoctorCheck): string[] {
  const { works, problem, advice } = check
  const reasons = [problem, advice, check.name === 'keychain' ? check.systemMessage : null].filter(
    (line) => line !== null,
  )
  return [...describeSteps(check), ...(works ? [describeSuccess(check)] : reasons)]
}

function describeSteps(check: DoctorCheck): string[] {
  if (check.name === 'keychain') {
    return check.steps.map(
      ({ step, state }) => `${text(`keychainCheck.step.${step}`)}: ${text(`check.state.${state}`)}`,
    )
  }
  return check.steps.map(({ step, state }) => {
    const detail = detailOf(check, step)
    return `${text(`doctor.step.${step}`)}: ${text(`check.state.${state}`)}${detail && ` (${detail})`}`
  })
}

type NetworkDoctorCheck = Extract<DoctorCheck, { name: 'network' }>

function detailOf(
  { proxy, addresses, issuer }: NetworkDoctorCheck,
  step: NetworkDoctorCheck['steps'][number]['step'],
): string {
  if (step === 'proxy') return proxy ?? text('doctor.noProxy')
  if (step === 'name' && addresses) return `IPv4: ${addresses.ipv4}, IPv6: ${addresses.ipv6}`
  return step === 'encryption' && issuer !== null ? text('doctor.issuedBy', { issuer }) : ''
}

function describeSuccess(check: DoctorCheck): string {
  if (check.name === 'keychain') return text('keychainCheck.works', { keychain: keychainName() })
  return withUnreadCertificates(text('doctor.networkWorks', { host: new URL(check.server).host }))
}

function reportManaged({ managed }: Cli): ManagedReport | null {
  if (!managed) return null
  const { source, values, problems } = managed
  const { server, proxy, authorities, updates } = values
  return { source, server, proxy, authorities, updates, problems }
}

/** The problems are on the standard error, as with every command. */
function describeManaged({ source, server, proxy, authorities, updates }: ManagedReport): string {
  const settings = Object.entries({ server, proxy, authorities, updates }).flatMap(([name, value]) =>
    value === null ? [] : `${name} ${value || text('managed.unusable')}`,
  )
  return text('doctor.managed', { file: source, settings: settings.join(', ') || text('doctor.managedNothing') })
}
