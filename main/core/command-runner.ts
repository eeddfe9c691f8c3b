import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { CommandInput, CommandName, CommandResult, ErrorCode } from '../../contract/contract'
import type { Handlers } from '../features/handlers'
import { givenFor } from './command-context'
import { Failure, isFailure } from './failure'
import { SerialQueue } from './serial-queue'
import { isTextKey, text } from './text'

interface Running {
  input: unknown
  /** Who was signed in when it was sent. */
  accountId: string | undefined
  result: Promise<CommandResult>
}

/** They change nothing else at Fleep, so none of them waits for a change, and no change waits for them. */
const atAnyTime = new Set<CommandName>([
  'account.refresh',
  'avatar.choose',
  'avatar.upload',
  'avatar.cancel',
  'avatar.remove',
  'avatar.undo',
  'data.refresh',
  'data.export',
  'data.download',
  'data.stopDownload',
  'data.readBoard',
  'data.stopBoard',
  'data.saveBoard',
  'profile.save',
  'profile.open',
  'profile.close',
  'people.lookup',
  'people.save',
  'smtp.suggest',
  'smtp.check',
  'smtp.checkAll',
  'smtp.checkEntered',
  'smtp.cancelCheck',
  'smtp.keepPassword',
  'updates.check',
  'updates.download',
  'updates.install',
  'updates.decline',
  'app.change',
  'app.acknowledge',
  'app.diagnostics',
  'app.copyDiagnostics',
])

/**
 * The only way into the app, for the window and the tray alike. Refuses what is not in the contract, never throws, and
 * does not run a command a second time while the same one is still running.
 */
export class CommandRunner {
  private readonly latest = new Map<CommandName, Running>()
  /** Changes at Fleep are made one after the other, so that the last one asked for is the one that holds. */
  private readonly changes = new SerialQueue()

  constructor(
    private readonly handlers: Handlers,
    private readonly reportDefect: (reason: unknown) => void,
    /** Who is signed in, undefined while nobody is. */
    private readonly accountId: () => string | undefined,
    private readonly noteFailure: (name: CommandName, code: ErrorCode) => void = () => undefined,
  ) {}

  /** @param name and @param input come from anywhere and may be anything */
  async run(name: unknown, input: unknown): Promise<CommandResult> {
    // Loaded with the first command, since the window can be shown without.
    const { commandInputs } = await import('../../contract/contract')
    if (!isNameIn(commandInputs, name)) return failed(new Failure('unknown-command', text('errors.unknownCommand')))
    const parsed = parse(commandInputs[name], input)
    if (!parsed) return failed(new Failure('invalid-input', text('errors.unusable')))
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      const field = issue?.path[0]
      return failed(new Failure('invalid-input', sentenceOf(issue), typeof field === 'string' ? field : undefined))
    }
    const latest = this.latest.get(name)
    const accountId = this.accountId()
    if (latest && latest.accountId === accountId && isDeepStrictEqual(latest.input, parsed.data)) return latest.result
    return this.start(name, parsed.data as CommandInput<typeof name>, accountId)
  }

  private start<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
    accountId: string | undefined,
  ): Promise<CommandResult> {
    const running: Running = { input, accountId, result: givenFor(accountId, () => this.inTurn(name, input)) }
    this.latest.set(name, running)
    void running.result.then((result) => {
      if (!result.ok) this.noteFailure(name, result.error.code)
      if (this.latest.get(name) === running) this.latest.delete(name)
    })
    return running.result
  }

  private inTurn<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult> {
    const task = () => this.handlers[name](input)
    const isForNobody = name.startsWith('session.') || name.startsWith('links.')
    return isForNobody || atAnyTime.has(name) ? this.attempt(task) : this.changes.run(() => this.attempt(task))
  }

  private async attempt(task: () => Promise<unknown>): Promise<CommandResult> {
    try {
      return { ok: true, value: await task() }
    } catch (reason) {
      if (isFailure(reason)) return failed(reason)
      this.reportDefect(reason)
      return failed(new Failure('internal', text('errors.defect')))
    }
  }
}

/** @returns undefined for what cannot even be looked at, such as a list of lists a hundred thousand deep */
function parse(schema: z.ZodType, input: unknown) {
  try {
    return schema.safeParse(input)
  } catch {
    return undefined
  }
}

/** The contract says it by the name of a text; what it does not speak of is said in general. */
function sentenceOf(issue: z.core.$ZodIssue | undefined): string {
  const maximum = issue?.code === 'too_big' ? Number(issue.maximum) : 0
  return issue && isTextKey(issue.message)
    ? text(issue.message as 'input.atMost', { maximum })
    : text('errors.unusable')
}

function isNameIn(inputs: object, name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(inputs, name)
}

function failed(failure: Failure): CommandResult {
  return { ok: false, error: failure.toCommandError() }
}
