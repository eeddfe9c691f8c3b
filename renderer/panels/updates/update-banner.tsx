import { useState } from 'preact/hooks'
import { type AppState, type CommandError, type CommandResult, run } from '../../bridge'
import { Banner } from '../../ui/banner'
import { ForeignText } from '../../ui/foreign-text'
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
  const version = <ForeignText text={update.version} most={30} />
  if (update.kind === 'downloading') {
    return (
      <Banner kind="info">
        <p>Version {version} is being fetched.</p>
        <progress aria-label="Fetching the new version" value={update.share} max={1} />
      </Banner>
    )
  }
  if (update.kind === 'ready') {
    return (
      <Banner kind="info">
        <p>
          Version {version} is ready. {whenItStarts(update)} {error && <span class="error">{error.message}</span>}
        </p>
        <button type="button" onClick={() => void send(run('updates.install', {}))}>
          Restart now
        </button>
      </Banner>
    )
  }
  return (
    <Banner kind="info">
      <p>
        Version {version} of this app is there. {error && <span class="error">{error.message}</span>}
      </p>
      {update.notes && (
        <button type="button" class="link" onClick={() => setReading(true)}>
          What is new
        </button>
      )}
      <button type="button" onClick={() => void send(run('updates.download', {}))}>
        {error ? 'Try again' : 'Update'}
      </button>
      <button type="button" class="link" onClick={() => void send(run('updates.decline', {}))}>
        Not this one
      </button>
      {isReading && <ReleaseNotes version={update.version} notes={update.notes} close={() => setReading(false)} />}
    </Banner>
  )
}
