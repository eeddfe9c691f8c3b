import type { z } from 'zod'

/** One command: declared once, in the contract file of its feature. */
export interface Command<Input extends z.ZodType = z.ZodType, Answer = unknown> {
  /** Extra keys are refused, so a typing mistake in the window shows immediately. */
  readonly input: Input
  /**
   * `changes`: runs after the changes that were asked for before, so that the last one asked for is the one that stays.
   * `none`: runs immediately, because it changes nothing at Fleep that another command changes.
   */
  readonly queue: 'changes' | 'none'
  /** Carries the type of the answer only; it has no value. */
  readonly answer?: Answer
}

/** A command without `answer` answers nothing; what it changed shows in the state. */
export function command<Input extends z.ZodType, Answer = void>(definition: Command<Input, Answer>) {
  return definition
}

/** The type of a command's answer: a value that only the sender needs, such as a suggestion. */
export function answers<Answer>(): Answer {
  return undefined as Answer
}
