import { type Signal, signal } from '@preact/signals'
import type { CommandError, CommandResult } from './bridge'
import { text } from './text'

/** Sends a command. */
type Send = () => Promise<CommandResult>

/** A change of a setting. `doneText` shows when it is made, in place of "Saved". */
export interface Change {
  send: Send
  doneText?: string
  /** The change that takes it back. */
  undo?: Change
}

/** The status of a setting's last change. */
export type SaveStatus =
  | { kind: 'idle' }
  | { kind: 'saving' }
  | { kind: 'saved'; doneText: string; undo: (() => void) | null }
  | { kind: 'failed'; error: CommandError; retry: (() => void) | null }

/** A signal per setting, so that a change of one does not re-render the others. */
class SignalPerSetting<Value> {
  private readonly signals = new Map<string, Signal<Value>>()

  constructor(private readonly initial: Value) {}

  of(id: string): Signal<Value> {
    const known = this.signals.get(id) ?? signal(this.initial)
    this.signals.set(id, known)
    return known
  }

  reset(): void {
    for (const each of this.signals.values()) each.value = this.initial
  }
}

const idle: SaveStatus = { kind: 'idle' }
const statuses = new SignalPerSetting<SaveStatus>(idle)

/** What is entered and not yet saved. It stays when another panel opens. */
const drafts = new SignalPerSetting<unknown>(undefined)

export function saveStatusOf(id: string): SaveStatus {
  return statuses.of(id).value
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

/** Grows when the user signs out. */
let user = 0

/** Removes every draft and status, since the next user must not see them. */
export function resetSaving(): void {
  user += 1
  statuses.reset()
  drafts.reset()
}

/**
 * Makes a change, and shows its status.
 *
 * @param id of the setting
 */
export async function makeChange(id: string, change: Change): Promise<CommandResult> {
  const sentBy = user
  show(id, { kind: 'saving' })
  const result = await change.send()
  // The next user must not see how a change of the previous one ended, nor retry it.
  if (sentBy !== user) return result
  if (result.ok) {
    showSaved(id, change)
    return result
  }
  const { error } = result
  show(id, { kind: 'failed', error, retry: error.canRetry ? () => void makeChange(id, change) : null })
  return result
}

/**
 * Runs a command that writes a file, and shows the file's name.
 *
 * @param send asks the user for a place, and answers null if they choose none
 * @param doneTextOf what shows when a file of this name is written
 */
export async function saveFile(
  id: string,
  send: () => Promise<CommandResult<{ name: string } | null>>,
  doneTextOf = (name: string) => text('common.savedAs', { name }),
): Promise<void> {
  let name: string | undefined
  const change: Change = {
    send: async () => {
      const result = await send()
      name = result.ok ? result.value?.name : undefined
      change.doneText = doneTextOf(name ?? '')
      return result
    },
  }
  const result = await makeChange(id, change)
  if (result.ok && !name) setIdle(id)
}

/** Runs a command whose outcome shows elsewhere: here, only its failure does. */
export async function runQuietly(id: string, send: Send): Promise<void> {
  const result = await makeChange(id, { send, doneText: '' })
  if (result.ok) setIdle(id)
}

/** Shows a change as saved that was already made, for example in a dialog. */
export function showSaved(id: string, { doneText = text('common.saved'), undo }: Omit<Change, 'send'> = {}): void {
  show(id, { kind: 'saved', doneText, undo: undo ? () => void makeChange(id, undo) : null })
}

/** @returns a change that can be undone, then made again, and so on */
export function undoable(send: Send, sendBack: Send): Change {
  const change: Change = { send }
  change.undo = { send: sendBack, undo: change }
  return change
}

/**
 * @param send sends the command
 * @param sendBack sends the command that takes it back, if there is one
 */
export function save(id: string, send: Send, sendBack?: Send): Promise<CommandResult> {
  return makeChange(id, sendBack ? undoable(send, sendBack) : { send })
}

/** Shows the chosen value while it is being saved, and the value in the state afterwards. */
export async function saveChoice(id: string, value: unknown, send: Send, sendBack?: Send): Promise<void> {
  setDraft(id, value)
  await save(id, send, sendBack)
  dropDraft(id)
}

let lastSaved: Signal<SaveStatus> | undefined

/** "Saved" shows for the latest change only. */
function show(id: string, status: SaveStatus): void {
  const own = statuses.of(id)
  if (status.kind !== 'idle' && lastSaved?.peek().kind === 'saved') lastSaved.value = idle
  if (status.kind === 'saved') lastSaved = own
  own.value = status
}
