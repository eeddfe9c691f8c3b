import { signal } from '@preact/signals'
import type { CommandError, CommandResult } from './bridge'

type Attempt = () => Promise<CommandResult>

/** How the last change of one setting went. */
export type Saving =
  | { kind: 'idle' }
  | { kind: 'saving' }
  | { kind: 'saved'; undo: (() => void) | null }
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
 * @param attempt sends the command
 * @param undo sends the command that takes it back, where it can be
 * @returns whether it was saved
 */
export async function save(id: string, attempt: Attempt, undo?: Attempt): Promise<boolean> {
  const others = Object.entries(savings.value).filter(([, saving]) => saving.kind !== 'saved')
  savings.value = { ...Object.fromEntries(others), [id]: { kind: 'saving' } }
  const result = await attempt()
  if (result.ok) {
    show(id, { kind: 'saved', undo: undo ? () => void save(id, undo, attempt) : null })
    return true
  }
  const { error } = result
  show(id, { kind: 'failed', error, retry: error.canRetry ? () => void save(id, attempt, undo) : null })
  return false
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
