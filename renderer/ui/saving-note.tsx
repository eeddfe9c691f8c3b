import type { ComponentChildren } from 'preact'
import type { CommandError } from '../bridge'
import { type SaveStatus, saveStatusOf } from '../saving'
import { state } from '../state'
import { text } from '../text'
import './saving-note.css'

interface NoteLineProps {
  id: string
  /** Shows while there is no status. */
  children?: ComponentChildren
  /** Shows in place of the status, for example while something typed is not saved yet. */
  hint?: string | null
  /** Shows in place of the help and the status while something runs. It is no live region. */
  progress?: ComponentChildren
}

/**
 * A line of help with the status of a setting's last change in its place: "Saving…" after half a second, "Saved" with
 * Undo, or an error with Retry. The line keeps its height, so that nothing below it moves.
 */
export function NoteLine({ id, hint, progress, children }: NoteLineProps) {
  if (progress) return <div class="note-line">{progress}</div>
  return (
    <div class="note-line">
      {children && (
        <p class="help" id={`${id}-help`}>
          {children}
        </p>
      )}
      <SavingNote id={id} hint={hint ?? null} />
    </div>
  )
}

function SavingNote({ id, hint }: { id: string; hint: string | null }) {
  const status = saveStatusOf(id)
  return (
    <div class="saving-note" role="status" id={`${id}-note`}>
      {hint === null ? (
        <StatusText status={status} />
      ) : (
        <p class="note">
          <span>{hint}</span>
        </p>
      )}
    </div>
  )
}

function StatusText({ status }: { status: SaveStatus }) {
  if (status.kind === 'saving')
    return (
      <p class="note delayed">
        <span>{status.busyText}</span>
      </p>
    )
  if (status.kind === 'saved') {
    return (
      <p class="note">
        <span class="saved">{status.doneText}</span>
        <NoteButton label={text('common.undo')} click={status.undo} />
      </p>
    )
  }
  if (status.kind === 'failed') {
    return (
      <p class="note">
        <span class="error">{problemOf(status.error)}</span>
        <NoteButton label={text('common.retry')} click={status.retry} />
        <NoteButton label={text('common.undo')} click={status.undo} />
      </p>
    )
  }
  return null
}

function NoteButton({ label, click }: { label: string; click: (() => void) | null }) {
  if (!click) return null
  return (
    <button type="button" class="link" onClick={click}>
      {label}
    </button>
  )
}

/** Once the connection is back, the message that it is lost would be wrong. */
function problemOf({ code, message }: CommandError): string {
  return code === 'offline' && state.connection.value.online ? text('saving.wasOffline') : message
}
