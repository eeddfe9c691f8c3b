import { signal } from '@preact/signals'
import type { CommandError, CommandResult } from './bridge'

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
 * Makes a change and shows how it goes. Only the latest change shows "Saved": older marks go away.
 *
 * @param id the setting
 */
export async function make(id: string, change: Change): Promise<CommandResult> {
  const others = Object.entries(savings.value).filter(([, saving]) => saving.kind !== 'saved')
  savings.value = { ...Object.fromEntries(others), [id]: { kind: 'saving' } }
  const result = await change.attempt()
  if (result.ok) {
    const { words = 'Saved', undo } = change
    show(id, { kind: 'saved', words, undo: undo ? () => void make(id, undo) : null })
    return result
  }
  const { error } = result
  show(id, { kind: 'failed', error, retry: error.canRetry ? () => void make(id, change) : null })
  return result
}

/**
 * @param attempt sends the command
 * @param undo sends the command that takes it back, where it can be; the attempt then takes back that
 */
export function save(id: string, attempt: Attempt, undo?: Attempt): Promise<CommandResult> {
  const change: Change = { attempt }
  if (undo) change.undo = { attempt: undo, undo: change }
  return make(id, change)
}

/** What was chosen shows while it is being saved; afterwards the truth does, whatever it is. */
export async function saveChoice(id: string, chosen: unknown, attempt: Attempt, undo?: Attempt): Promise<void> {
  setDraft(id, chosen)
  await save(id, attempt, undo)
  dropDraft(id)
}

function show(id: string, saving: Saving): void {
  savings.value = { ...savings.value, [id]: saving }
}
