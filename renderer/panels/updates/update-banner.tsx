import { useState } from 'preact/hooks'
import { type CommandError, type CommandResult, run } from '../../bridge'
import { state } from '../../state'
import { richText, text } from '../../text'
import { Banner } from '../../ui/banner'
import { DialogBoundary } from '../../ui/dialog-boundary'
import { shortened } from '../../ui/foreign-text'
import { ReleaseNotesDialog } from './release-notes-dialog'
import { installText } from './update-setting'

/** Offers a newer version of the app, shows its download, and restarts the app with it. */
export function UpdateBanner() {
  const update = state.update.value
  const [error, setError] = useState<CommandError | null>(null)
  const send = async (command: Promise<CommandResult>) => {
    setError(null)
    const result = await command
    if (!result.ok) setError(result.error)
  }
  if (!update || update.kind === 'none' || (update.kind === 'available' && update.isDeclined)) return null
  const version = shortened(update.version, 30)
  if (update.kind === 'downloading') {
    return (
      <Banner kind="info">
        <p>{richText('updates.isFetched', { version })}</p>
        <progress aria-label={text('updates.fetchingLabel')} value={update.progress} max={1} />
      </Banner>
    )
  }
  if (update.kind === 'ready') {
    return (
      <Banner kind="info">
        <p>
          {richText('updates.isReady', { version, how: installText(update) })}{' '}
          {error && <span class="error">{error.message}</span>}
        </p>
        <button type="button" onClick={() => void send(run('updates.install', {}))}>
          {text('updates.restart')}
        </button>
      </Banner>
    )
  }
  return (
    <Banner kind="info">
      <p>
        {richText('updates.isOffered', { version })} {error && <span class="error">{error.message}</span>}
      </p>
      <WhatIsNew version={update.version} notes={update.notes} />
      <button type="button" onClick={() => void send(run('updates.download', {}))}>
        {error ? text('common.tryAgain') : text('updates.update')}
      </button>
      <button type="button" class="link" onClick={() => void send(run('updates.decline', {}))}>
        {text('updates.notThis')}
      </button>
    </Banner>
  )
}

function WhatIsNew({ version, notes }: { version: string; notes: string }) {
  const [isOpen, setOpen] = useState(false)
  if (!notes) return null
  return (
    <>
      <button type="button" class="link" onClick={() => setOpen(true)}>
        {text('updates.whatIsNew')}
      </button>
      {isOpen && (
        <DialogBoundary close={() => setOpen(false)}>
          <ReleaseNotesDialog version={version} notes={notes} close={() => setOpen(false)} />
        </DialogBoundary>
      )}
    </>
  )
}
