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
 * same input while it is still running is not run a second time: both calls get the same result.
 */
export class CommandRunner {
  private readonly latest = new Map<CommandName, Running>()
  /** Changes at Fleep run one after the other, so that the last change wins. */
  private readonly changes = new SerialQueue()

  constructor(private readonly options: CommandRunnerOptions) {}

  /** Never throws. `name` and `input` are not trusted. */
  async run(name: unknown, input: unknown): Promise<CommandResult> {
    // Imported with the first command, because showing the window does not need it.
    const contract = await import('../../contract')
    if (!isCommandName(contract.commands, name)) {
      return failed(new Failure('unknown-command', text('errors.unknownCommand')))
    }
    const command = contract.commands[name]
    const parsed = parse(command.input, input)
    if (!parsed?.success) return failed(invalidInput(parsed?.error.issues[0]))
    const context = this.options.context()
    const latest = this.latest.get(name)
    if (latest && latest.context === context && isDeepStrictEqual(latest.input, parsed.data)) return latest.result
    return this.start(name, { input: parsed.data, context }, command.queue)
  }

  private start(
    name: CommandName,
    { input, context }: Pick<Running, 'input' | 'context'>,
    queue: 'changes' | 'none',
  ): Promise<CommandResult> {
    // The input was parsed with the schema of this command, so the cast is safe.
    const handler = this.options.handlers[name] as (context: CommandContext, input: unknown) => Promise<unknown>
    const attempt = () => this.attempt(() => handler(context, input))
    const running: Running = { input, context, result: queue === 'none' ? attempt() : this.changes.run(attempt) }
    this.latest.set(name, running)
    void running.result.then((result) => {
      if (!result.ok) this.options.onFailure?.(name, result.error.code)
      if (this.latest.get(name) === running) this.latest.delete(name)
    })
    return running.result
  }

  private async attempt(handle: () => Promise<unknown>): Promise<CommandResult> {
    try {
      return { ok: true, value: await handle() }
    } catch (reason) {
      if (isFailure(reason)) return failed(reason)
      this.options.reportDefect(reason)
      return failed(new Failure('internal', text('errors.defect')))
    }
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
