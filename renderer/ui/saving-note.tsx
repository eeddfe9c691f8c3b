import { useEffect, useRef } from 'preact/hooks'
import { type Saving, savingOf } from '../saving'
import { text } from '../text'

/** "Saving…" after half a second, "Saved" with Undo, or what went wrong with Retry; beside the setting it belongs to. */
export function SavingNote({ id }: { id: string }) {
  const saving = savingOf(id)
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (saving.kind === 'saved' || saving.kind === 'failed') note.current?.scrollIntoView({ block: 'nearest' })
  }, [saving.kind])
  return (
    <div class="saving-note" role="status" id={`${id}-note`} ref={note}>
      <Content saving={saving} />
    </div>
  )
}

function Content({ saving }: { saving: Saving }) {
  if (saving.kind === 'saving') return <span class="late">{text('common.saving')}</span>
  if (saving.kind === 'saved') {
    return (
      <>
        <span class="saved">{saving.words}</span>
        {saving.undo && (
          <button type="button" class="link" onClick={saving.undo}>
            {text('common.undo')}
          </button>
        )}
      </>
    )
  }
  if (saving.kind === 'failed') {
    return (
      <>
        <span class="error">{saving.error.message}</span>
        {saving.retry && (
          <button type="button" class="link" onClick={saving.retry}>
            {text('common.retry')}
          </button>
        )}
      </>
    )
  }
  return null
}
