import { useEffect } from 'preact/hooks'
import { type ExportFile, run } from '../../bridge'
import { makeChange, saveFile, saveStatusOf, setIdle } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { ActionButton } from '../../ui/action-button'
import { formatSize } from '../../ui/format-size'
import { NoteLine } from '../../ui/saving-note'
import { SettingGroup, SettingRow } from '../../ui/setting-row'
import '../../ui/progress.css'

/** Exports the history of a conversation, or of all of them with null, and downloads its files. */
export function HistorySection({ conversationId }: { conversationId: string | null }) {
  const latest = state.exports.value.find((history) => history.conversationId === conversationId)
  const isRunning = latest !== undefined && latest.progress < 1
  const files = latest?.files ?? []
  const id = `export-${conversationId ?? 'all'}`
  useEffect(() => {
    if (!isRunning) setIdle(id)
  }, [isRunning])
  const start = () =>
    makeChange(id, {
      send: () => run('data.export', { conversationId }),
      isAction: true,
      doneText: text('history.gathering'),
    })
  return (
    <SettingGroup title={text('history.title')}>
      <SettingRow
        id={id}
        namesControl={false}
        label={conversationId === null ? text('history.all') : text('history.one')}
        help={text(latest?.isEmpty ? 'history.noFile' : 'history.help')}
        progress={isRunning && <GatheringProgress progress={latest.progress} />}
      >
        <button
          type="button"
          aria-describedby={`${id}-help`}
          aria-disabled={isRunning}
          onClick={() => !isRunning && void start()}
        >
          {files.length > 0 || latest?.isEmpty ? text('history.exportAgain') : text('history.export')}
        </button>
      </SettingRow>
      {files.map((file) => (
        <FileRow key={file.id} file={file} />
      ))}
    </SettingGroup>
  )
}

function GatheringProgress({ progress }: { progress: number }) {
  return (
    <div class="progress">
      <progress max={1} value={progress} aria-label={text('history.gathered')} />
      <span aria-hidden="true">{text('common.percent', { part: progress })}</span>
    </div>
  )
}

function FileRow({ file }: { file: ExportFile }) {
  const { id, name, size } = file
  const note = `download-${id}`
  const isBusy = saveStatusOf(note).kind === 'saving'
  const isDownloading = state.download.value?.id === id
  return (
    <div class="row with-actions">
      <div class="row-text">
        <p class="row-label">{name}</p>
        <NoteLine id={note} progress={isDownloading && <DownloadProgress />}>
          {size !== null && formatSize(size)}
        </NoteLine>
      </div>
      <div class="row-actions">
        <ActionButton
          label={text('history.download')}
          name={text('history.downloadOf', { name })}
          isDisabled={isBusy}
          click={() => void download(id, note)}
        />
      </div>
    </div>
  )
}

function DownloadProgress() {
  const download = state.download.value
  if (!download) return null
  const { done, total } = download
  return (
    <div class="progress">
      <progress
        max={total ?? undefined}
        value={total === null ? undefined : done}
        aria-label={text('history.downloaded')}
      />
      <span aria-hidden="true">{formatSize(done)}</span>
      <button type="button" class="link" onClick={() => void run('data.stopDownload', {})}>
        {text('common.stop')}
      </button>
    </div>
  )
}

function download(id: string, note: string): Promise<void> {
  let isRetry = false
  const send = () => {
    // Retry continues the file where the first attempt stopped.
    const resume = isRetry
    isRetry = true
    return run('data.download', { id, resume })
  }
  return saveFile(note, send, (written) => text('history.downloadedAs', { name: written }))
}
