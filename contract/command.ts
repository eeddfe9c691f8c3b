import type { z } from 'zod'

/** A command. Each is declared once, in the contract file of its feature. */
export interface Command<Input extends z.ZodType = z.ZodType, Answer = unknown> {
  /** Refuses unknown keys, so that a mistyped key fails immediately. */
  readonly input: Input
  /**
   * `changes`: runs after all earlier changes have finished, so that the last change wins.
   * `none`: runs immediately, because the order relative to other commands does not matter.
   */
  readonly queue: 'changes' | 'none'
  /** The names of the commands that it stops. One that is sent afterwards is run, even while the stopped one is ending. */
  readonly stops?: readonly string[]
  /** Only carries the type of the answer; it is undefined at run time. */
  readonly answer?: Answer
}

/** Declares a command. Without `answer`, its answer is void: its effect shows in the state. */
export function command<Input extends z.ZodType, Answer = void>(definition: Command<Input, Answer>) {
  return definition
}

/** Declares the type of a command's answer: a value that only the sender needs, such as a suggestion. */
export function answers<Answer>(): Answer {
  return undefined as Answer
}
