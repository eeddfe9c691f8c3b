import { effect, signal } from '@preact/signals'
import type { CommandError, CommandResult, PanelName } from './bridge'
import { SignalPerSetting } from './signal-per-setting'
import { openPanel, state } from './state'
import { text } from './text'

/** Sends a command. */
type Send = () => Promise<CommandResult>

/** A change of a setting. `doneText` shows when it is made, in place of "Saved". */
export interface Change {
  send: Send
  doneText?: string
  /** Shows while it is made, in place of "Saving…". */
  busyText?: string
  /** Whether it changes no setting, as a look-up or a copy: then nothing is left unsaved when it fails. */
  isAction?: boolean
  /** The change that takes it back. */
  undo?: Change
}

/** The status of a setting's last change. A failure keeps the Undo of the change before. */
export type SaveStatus =
  | { kind: 'idle' }
  | { kind: 'saving'; busyText: string }
  | { kind: 'saved'; doneText: string; undo: (() => void) | null }
  | { kind: 'failed'; error: CommandError; retry: (() => void) | null; undo: (() => void) | null }

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

interface FailedChange {
  /** The one on which it was made. */
  panel: PanelName
  isAction: boolean
}

/** By the ids of their settings. */
const failures = signal<ReadonlyMap<string, FailedChange>>(new Map())

/** For the entry of a panel in the navigation. */
export function failedOn(panel: PanelName): FailedChange[] {
  return [...failures.value.values()].filter((failed) => failed.panel === panel)
}

/** Grows when the user signs out. */
let user = 0

/** Removes every draft and status, since the next user must not see them. */
export function resetSaving(): void {
  user += 1
  statuses.reset()
  drafts.reset()
  choosing.clear()
  failures.value = new Map()
}

/** "Saved" and its Undo stay until the user leaves the panel. Failures stay until the next change. */
function forgetSaved(): void {
  for (const [id, status] of statuses.entries()) if (status.kind === 'saved') setIdle(id)
}

/** Forgets what was saved whenever another panel opens. */
export function followPanel(): void {
  let panel = openPanel.peek()
  effect(() => {
    if (openPanel.value !== panel) forgetSaved()
    panel = openPanel.value
  })
}

/** The latest change of each setting, while it is being made. */
const running = new Map<string, Promise<unknown>>()

/** Resolves when no change of these settings is being made any more, or the user has to sign in again first. */
export async function settled(ids: string[]): Promise<void> {
  const changes = () => ids.flatMap((id) => running.get(id) ?? [])
  while (changes().length > 0 && !isWaitingForPassword()) {
    await Promise.race([Promise.allSettled(changes()), askedForPassword()])
  }
}

function isWaitingForPassword(): boolean {
  const session = state.session.value
  return session.kind === 'expired' && session.interrupted
}

function askedForPassword(): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (!isWaitingForPassword()) return
      resolve()
      queueMicrotask(() => stop())
    })
  })
}

interface HowToShow {
  /** Offers to try again whatever the error is: nothing else can take the change back. */
  alwaysRetry?: boolean
  /** The panel of the setting, if the user may have left it before the change begins. */
  panel?: PanelName
}

/**
 * Makes a change, and shows its status.
 *
 * @param id of the setting
 */
export async function makeChange(id: string, change: Change, how: HowToShow = {}): Promise<CommandResult> {
  const sentBy = user
  const panel = how.panel ?? openPanel.peek()
  const before = statuses.of(id).peek()
  const undoBefore = before.kind === 'saved' || before.kind === 'failed' ? before.undo : null
  show(id, { kind: 'saving', busyText: change.busyText ?? text('common.saving') })
  const sending = change.send()
  running.set(id, sending)
  const result = await sending
  const isLatest = running.get(id) === sending
  if (isLatest) running.delete(id)
  // The next user must not see how a change of the previous one ended, nor retry it. A later change shows its own status.
  if (sentBy !== user || !isLatest) return result
  if (result.ok) {
    showSaved(id, change)
    return result
  }
  const { error } = result
  const retry = error.canRetry || how.alwaysRetry ? () => void makeChange(id, change, how) : null
  const failed = { panel, isAction: change.isAction ?? false }
  show(id, { kind: 'failed', error, retry, undo: how.alwaysRetry ? null : undoBefore }, failed)
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
    isAction: true,
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
export async function runQuietly(id: string, send: Send, busyText = text('common.saving')): Promise<void> {
  const result = await makeChange(id, { send, isAction: true, doneText: '', busyText })
  if (result.ok) setIdle(id)
}

/** Shows a change as saved that was already made, for example in a dialog. */
export function showSaved(id: string, { doneText = text('common.saved'), undo }: Omit<Change, 'send'> = {}): void {
  const takeBack =
    undo &&
    (() => {
      // What is typed and could not be saved is given up, too.
      dropDraft(id)
      void makeChange(id, undo, { alwaysRetry: true })
    })
  show(id, { kind: 'saved', doneText, undo: takeBack ?? null })
}

/** @returns a change that can be undone, then made again, and so on */
export function undoable(send: Send, sendBack: Send): Change {
  const change: Change = { send }
  change.undo = { send: sendBack, undo: change, doneText: text('saving.undone') }
  return change
}

/**
 * @param send sends the command
 * @param sendBack sends the command that takes it back, if there is one
 */
export function save(id: string, send: Send, sendBack?: Send): Promise<CommandResult> {
  return makeChange(id, sendBack ? undoable(send, sendBack) : { send })
}

/** The latest value of each choice that is still being saved. */
const choosing = new Map<string, { value: unknown; isSaved: Promise<boolean> }>()

/**
 * Shows the chosen value while it is being saved, and the value in the state afterwards.
 *
 * @param known the value in the state, to which Undo goes back; null if there is none
 */
export async function saveChoice<Value>(
  id: string,
  value: Value,
  known: Value | null,
  change: (value: Value) => Promise<CommandResult>,
): Promise<void> {
  setDraft(id, value)
  const earlier = choosing.get(id)
  // The state does not have the value yet that is still being saved.
  const sendBack = async () => change(earlier && (await earlier.isSaved) ? (earlier.value as Value) : (known as Value))
  const saved = save(id, () => change(value), known === null ? undefined : sendBack)
  const own = { value, isSaved: saved.then(({ ok }) => ok) }
  choosing.set(id, own)
  await saved
  if (choosing.get(id) === own) choosing.delete(id)
  // A later click shows its own value until it is saved.
  if (!running.has(id)) dropDraft(id)
}

function show(id: string, status: SaveStatus, failed?: FailedChange): void {
  statuses.of(id).value = status
  if (!failed && !failures.peek().has(id)) return
  const next = new Map(failures.peek())
  if (failed) next.set(id, failed)
  else next.delete(id)
  failures.value = next
}
