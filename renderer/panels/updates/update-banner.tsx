import { useState } from 'preact/hooks'
import { type AppState, type CommandError, type CommandResult, run } from '../../bridge'
import { rich, text } from '../../text'
import { Banner } from '../../ui/banner'
import { shortened } from '../../ui/foreign-text'
import { ReleaseNotes } from './release-notes'
import { whenItStarts } from './update-setting'

/** The person wants to know that there is something newer, and to go on with what they came for. */
export function UpdateBanner({ update }: { update: NonNullable<AppState['update']> }) {
  const [error, setError] = useState<CommandError | null>(null)
  const [isReading, setReading] = useState(false)
  const send = async (command: Promise<CommandResult>) => {
    setError(null)
    const result = await command
    if (!result.ok) setError(result.error)
  }
  if (update.kind === 'none' || (update.kind === 'available' && update.isDeclined)) return null
  const version = shortened(update.version, 30)
  if (update.kind === 'downloading') {
    return (
      <Banner kind="info">
        <p>{rich('updates.isFetched', { version })}</p>
        <progress aria-label={text('updates.fetchingLabel')} value={update.share} max={1} />
      </Banner>
    )
  }
  if (update.kind === 'ready') {
    return (
      <Banner kind="info">
        <p>
          {rich('updates.isReady', { version, how: whenItStarts(update) })}{' '}
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
        {rich('updates.isOffered', { version })} {error && <span class="error">{error.message}</span>}
      </p>
      {update.notes && (
        <button type="button" class="link" onClick={() => setReading(true)}>
          {text('updates.whatIsNew')}
        </button>
      )}
      <button type="button" onClick={() => void send(run('updates.download', {}))}>
        {error ? text('common.tryAgain') : text('updates.update')}
      </button>
      <button type="button" class="link" onClick={() => void send(run('updates.decline', {}))}>
        {text('updates.notThis')}
      </button>
      {isReading && <ReleaseNotes version={update.version} notes={update.notes} close={() => setReading(false)} />}
    </Banner>
  )
}
