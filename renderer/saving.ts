import { signal } from '@preact/signals'
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

const idle: Saving = { kind: 'idle' }
const savings = signal<Readonly<Record<string, Saving>>>({})

/** What is typed or chosen and not yet saved, by setting; it outlives the panel, so that nothing typed is lost. */
const drafts = signal<Readonly<Record<string, unknown>>>({})

export function savingOf(id: string): Saving {
  return savings.value[id] ?? idle
}

export function draftOf(id: string): unknown {
  return drafts.value[id]
}

export function setDraft(id: string, value: unknown): void {
  drafts.value = { ...drafts.value, [id]: value }
}

export function dropDraft(id: string): void {
  const { [id]: _dropped, ...others } = drafts.value
  drafts.value = others
}

export function setIdle(id: string): void {
  show(id, idle)
}

/** After signing out, nothing of the former person is left. */
export function forgetEverything(): void {
  savings.value = {}
  drafts.value = {}
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

/** Only the latest change shows "Saved": older marks go away. */
function show(id: string, saving: Saving): void {
  const others = Object.entries(savings.value).filter(([, { kind }]) => kind !== 'saved' || saving.kind === 'idle')
  savings.value = { ...Object.fromEntries(others), [id]: saving }
}
