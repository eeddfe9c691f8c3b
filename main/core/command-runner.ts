import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { CommandName, CommandResult, commands, ErrorCode } from '../../contract'
import type { CommandContext } from './command-context'
import { Failure, isFailure } from './failure'
import type { Handlers } from './handlers'
import { SerialQueue } from './serial-queue'
import { isTextKey, text } from './text'

interface Running {
  input: unknown
  context: CommandContext
  result: Promise<CommandResult>
}

export interface CommandRunnerOptions {
  handlers: Handlers
  /** @returns the context of a command that is sent now */
  context(): CommandContext
  /** Called with an unexpected exception. */
  reportDefect(reason: unknown): void
  /** Called when a command has failed. */
  onFailure?(name: CommandName, code: ErrorCode): void
}

/**
 * Validates and runs commands for the window, the tray and the command line. A command that is sent again with the
 * same input while it is still running is not run a second time: both calls get the same result, unless it was stopped.
 */
export class CommandRunner {
  private readonly latest = new Map<CommandName, Running>()
  /** Changes at Fleep run one after the other, so that the last change wins. */
  private readonly changes = new SerialQueue()

  constructor(private readonly options: CommandRunnerOptions) {}

  /** Never rejects, whatever `name` and `input` are: they are not trusted. */
  async run(name: unknown, input: unknown): Promise<CommandResult> {
    try {
      return await this.runCommand(name, input)
    } catch (reason) {
      return this.defect(reason)
    }
  }

  private async runCommand(name: unknown, input: unknown): Promise<CommandResult> {
    // Imported with the first command, because showing the window does not need it.
    const contract = await import('../../contract')
    if (!isCommandName(contract.commands, name)) {
      return failed(new Failure('unknown-command', text('errors.unknownCommand')))
    }
    const command = contract.commands[name]
    const parsed = parse(command.input, input)
    if (!parsed?.success) return failed(invalidInput(parsed?.error.issues[0]))
    const context = this.options.context()
    for (const stopped of command.stops ?? []) this.latest.delete(stopped as CommandName)
    const latest = this.latest.get(name)
    if (latest && latest.context === context && isSameInput(latest.input, parsed.data)) return latest.result
    return this.start(name, { input: parsed.data, context }, command.queue)
  }

  private start(
    name: CommandName,
    { input, context }: Pick<Running, 'input' | 'context'>,
    queue: 'changes' | 'none',
  ): Promise<CommandResult> {
    // The input was parsed with the schema of this command, so the cast is safe.
    const handler = this.options.handlers[name] as (context: CommandContext, input: unknown) => Promise<unknown>
    const attempt = () => this.attempt(context, () => handler(context, input))
    const running: Running = { input, context, result: queue === 'none' ? attempt() : this.changes.run(attempt) }
    this.latest.set(name, running)
    const ended = (result: CommandResult) => {
      if (this.latest.get(name) === running) this.latest.delete(name)
      if (!result.ok) this.options.onFailure?.(name, result.error.code)
    }
    void running.result.then(ended).catch((reason) => this.defect(reason))
    return running.result
  }

  private async attempt({ signal }: CommandContext, handle: () => Promise<unknown>): Promise<CommandResult> {
    try {
      // The window gets a copy. What cannot be copied is a defect here, where it is reported.
      return { ok: true, value: structuredClone(await handle()) }
    } catch (reason) {
      if (isFailure(reason)) return failed(reason)
      // A library throws an AbortError of its own for a call that the sign-out has ended.
      if (signal.aborted && isAbort(reason) && isFailure(signal.reason)) return failed(signal.reason)
      return this.defect(reason)
    }
  }

  private defect(reason: unknown): CommandResult {
    try {
      this.options.reportDefect(reason)
    } catch {
      // The command has to end all the same.
    }
    return failed(new Failure('internal', text('errors.defect')))
  }
}

function isAbort(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'AbortError'
}

/** @returns false as well for values that are too deep to be compared: such a command runs twice. */
function isSameInput(one: unknown, other: unknown): boolean {
  try {
    return isDeepStrictEqual(one, other)
  } catch {
    return false
  }
}

/** @returns undefined if parsing throws, for example a stack overflow for deeply nested lists */
function parse(schema: z.ZodType, input: unknown) {
  try {
    return schema.safeParse(input)
  } catch {
    return undefined
  }
}

/** The contract's messages are keys of texts; for any other issue the message is general. */
function invalidInput(issue: z.core.$ZodIssue | undefined): Failure {
  const maximum = issue?.code === 'too_big' ? Number(issue.maximum) : 0
  const field = issue?.path[0]
  const message =
    issue && isTextKey(issue.message) ? text(issue.message as 'input.atMost', { maximum }) : text('errors.unusable')
  return new Failure('invalid-input', message, typeof field === 'string' ? field : undefined)
}

function isCommandName(all: typeof commands, name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(all, name)
}

function failed(failure: Failure): CommandResult {
  return { ok: false, error: failure.toCommandError() }
}
