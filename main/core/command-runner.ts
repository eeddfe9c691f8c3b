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
  /** @returns the context for a command that is sent now */
  context(): CommandContext
  /** Called with an unexpected exception. */
  reportDefect(reason: unknown): void
  onFailure?(name: CommandName, code: ErrorCode): void
}

/**
 * The only way into the app, for the window, the tray and the command line alike. Refuses what the contract does not
 * declare, never throws, and does not run a command a second time while the same one is running.
 */
export class CommandRunner {
  private readonly latest = new Map<CommandName, Running>()
  /** Changes at Fleep run one after the other, so that the last one asked for is the one that stays. */
  private readonly changes = new SerialQueue()

  constructor(private readonly options: CommandRunnerOptions) {}

  /** `name` and `input` come from anywhere and may be anything. */
  async run(name: unknown, input: unknown): Promise<CommandResult> {
    // Loaded with the first command, because the window can be shown without it.
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
    // The input fits the schema of this very command.
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

/** @returns undefined for input that cannot even be checked, such as lists nested a hundred thousand deep */
function parse(schema: z.ZodType, input: unknown) {
  try {
    return schema.safeParse(input)
  } catch {
    return undefined
  }
}

/** The contract's messages are keys of texts; any other issue gets a general sentence. */
function invalidInput(issue: z.core.$ZodIssue | undefined): Failure {
  const maximum = issue?.code === 'too_big' ? Number(issue.maximum) : 0
  const field = issue?.path[0]
  const sentence =
    issue && isTextKey(issue.message) ? text(issue.message as 'input.atMost', { maximum }) : text('errors.unusable')
  return new Failure('invalid-input', sentence, typeof field === 'string' ? field : undefined)
}

function isCommandName(all: typeof commands, name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(all, name)
}

function failed(failure: Failure): CommandResult {
  return { ok: false, error: failure.toCommandError() }
}
