import { useEffect, useRef } from 'preact/hooks'
import { type SaveStatus, saveStatusOf } from '../saving'
import { text } from '../text'
import './saving-note.css'

/** The status of a setting's last change: "Saving…" after half a second, "Saved" with Undo, or an error with Retry. */
export function SavingNote({ id }: { id: string }) {
  const status = saveStatusOf(id)
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (status.kind === 'saved' || status.kind === 'failed') note.current?.scrollIntoView({ block: 'nearest' })
  }, [status.kind])
  return (
    <div class="saving-note" role="status" id={`${id}-note`} ref={note}>
      <StatusText status={status} />
    </div>
  )
}

function StatusText({ status }: { status: SaveStatus }) {
  if (status.kind === 'saving') return <span class="delayed">{text('common.saving')}</span>
  if (status.kind === 'saved') {
    return (
      <>
        <span class="saved">{status.doneText}</span>
        {status.undo && (
          <button type="button" class="link" onClick={status.undo}>
            {text('common.undo')}
          </button>
        )}
      </>
    )
  }
  if (status.kind === 'failed') {
    return (
      <>
        <span class="error">{status.error.message}</span>
        {status.retry && (
          <button type="button" class="link" onClick={status.retry}>
            {text('common.retry')}
          </button>
        )}
      </>
    )
  }
  return null
}
