import { type Signal, signal } from '@preact/signals'
import type { CommandError, CommandResult } from './bridge'
import { text } from './text'

type Attempt = () => Promise<CommandResult>

/** Something that is sent, how it is called when it is done, and what takes it back, where something can. */
export interface Change {
  attempt: Attempt
  words?: string
  undo?: Change
}

/** How the last change of one setting went. */
export type Saving =
  | { kind: 'idle' }
  | { kind: 'saving' }
  | { kind: 'saved'; words: string; undo: (() => void) | null }
  | { kind: 'failed'; error: CommandError; retry: (() => void) | null }

/** A signal for each setting, so that a change of one draws no other anew. */
class PerSetting<Value> {
  private readonly signals = new Map<string, Signal<Value>>()

  constructor(private readonly none: Value) {}

  of(id: string): Signal<Value> {
    const known = this.signals.get(id) ?? signal(this.none)
    this.signals.set(id, known)
    return known
  }

  clear(): void {
    for (const each of this.signals.values()) each.value = this.none
  }
}

const idle: Saving = { kind: 'idle' }
const savings = new PerSetting<Saving>(idle)

/** What is typed or chosen and not yet saved; it outlives the panel, so that nothing typed is lost. */
const drafts = new PerSetting<unknown>(undefined)

export function savingOf(id: string): Saving {
  return savings.of(id).value
}

export function draftOf(id: string): unknown {
  return drafts.of(id).value
}

export function setDraft(id: string, value: unknown): void {
  drafts.of(id).value = value
}

export function dropDraft(id: string): void {
  setDraft(id, undefined)
}

export function setIdle(id: string): void {
  show(id, idle)
}

/** After signing out, nothing of the former person is left. */
export function forgetEverything(): void {
  savings.clear()
  drafts.clear()
}

/**
 * Makes a change and shows how it goes.
 *
 * @param id the setting
 */
export async function make(id: string, change: Change): Promise<CommandResult> {
  show(id, { kind: 'saving' })
  const result = await change.attempt()
  if (result.ok) {
    showSaved(id, change)
    return result
  }
  const { error } = result
  show(id, { kind: 'failed', error, retry: error.canRetry ? () => void make(id, change) : null })
  return result
}

/**
 * Has a file written, and shows its name.
 *
 * @param attempt asks the person where; answers null where they chose none after all
 * @param writtenAs how it is called when it is done
 */
export async function saveFile(
  id: string,
  attempt: () => Promise<CommandResult<{ name: string } | null>>,
  writtenAs = (name: string) => text('common.savedAs', { name }),
): Promise<void> {
  let name: string | undefined
  const change: Change = {
    attempt: async () => {
      const result = await attempt()
      name = result.ok ? result.value?.name : undefined
      change.words = writtenAs(name ?? '')
      return result
    },
  }
  const result = await make(id, change)
  if (result.ok && !name) setIdle(id)
}

/** Shows as saved what was sent already, by a dialog say. */
export function showSaved(id: string, { words = text('common.saved'), undo }: Omit<Change, 'attempt'> = {}): void {
  show(id, { kind: 'saved', words, undo: undo ? () => void make(id, undo) : null })
}

/** @returns a change whose Undo can be undone, and so on */
export function backAndForth(forth: Attempt, back: Attempt): Change {
  const change: Change = { attempt: forth }
  change.undo = { attempt: back, undo: change }
  return change
}

/**
 * @param attempt sends the command
 * @param undo sends the command that takes it back, where it can be
 */
export function save(id: string, attempt: Attempt, undo?: Attempt): Promise<CommandResult> {
  return make(id, undo ? backAndForth(attempt, undo) : { attempt })
}

/** What was chosen shows while it is being saved; afterwards the truth does, whatever it is. */
export async function saveChoice(id: string, chosen: unknown, attempt: Attempt, undo?: Attempt): Promise<void> {
  setDraft(id, chosen)
  await save(id, attempt, undo)
  dropDraft(id)
}

let lastSaved: Signal<Saving> | undefined

/** Only the latest change shows "Saved": an older mark goes away. */
function show(id: string, saving: Saving): void {
  const own = savings.of(id)
  if (saving.kind !== 'idle' && lastSaved?.peek().kind === 'saved') lastSaved.value = idle
  if (saving.kind === 'saved') lastSaved = own
  own.value = saving
}
