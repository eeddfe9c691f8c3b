import { useEffect } from 'preact/hooks'
import { type AppState, type ExportFile, run } from '../../bridge'
import { make, saveFile, setIdle } from '../../saving'
import { text } from '../../text'
import { formatSize } from '../../ui/format-size'
import { SavingNote } from '../../ui/saving-note'
import { SettingGroup, SettingRow } from '../../ui/setting-row'

/** What was written, as files. `conversationId`: null for all conversations. */
export function History({ state, conversationId }: { state: AppState; conversationId: string | null }) {
  const known = state.exports.find((history) => history.conversationId === conversationId)
  const isRunning = known !== undefined && known.progress < 1
  const files = known?.files ?? []
  const id = `export-${conversationId ?? 'all'}`
  useEffect(() => {
    if (!isRunning) setIdle(id)
  }, [isRunning])
  const start = () =>
    make(id, { attempt: () => run('data.export', { conversationId }), words: text('history.gathering') })
  return (
    <SettingGroup title={text('history.title')}>
      <SettingRow
        id={id}
        namesControl={false}
        label={conversationId === null ? text('history.all') : text('history.one')}
        help={text('history.help')}
      >
        <button
          type="button"
          aria-describedby={`${id}-help`}
          aria-disabled={isRunning}
          onClick={() => !isRunning && void start()}
        >
          {files.length > 0 ? text('history.exportAgain') : text('history.export')}
        </button>
      </SettingRow>
      {isRunning && (
        <div class="row progress">
          <progress max={1} value={known.progress} aria-label={text('history.gathered')} />
          <span>{text('common.percent', { part: known.progress })}</span>
        </div>
      )}
      {files.map((file) => (
        <FileRow key={file.id} file={file} state={state} />
      ))}
    </SettingGroup>
  )
}

function FileRow({ file, state: { download } }: { file: ExportFile; state: AppState }) {
  const { id, name, size } = file
  const note = `download-${id}`
  let hasBegun = false
  const fetchFile = () =>
    void saveFile(
      note,
      () => {
        // Retry goes on where the first try stopped, to the same place.
        const resume = hasBegun
        hasBegun = true
        return run('data.download', { id, resume })
      },
      (written) => text('history.downloadedAs', { name: written }),
    )
  const own = download?.id === id ? download : null
  return (
    <div class="row with-actions">
      <div class="row-text">
        <p class="row-label">{name}</p>
        {size !== null && <p class="help">{formatSize(size)}</p>}
      </div>
      {own && (
        <div class="progress">
          <progress
            max={own.total ?? undefined}
            value={own.total === null ? undefined : own.done}
            aria-label={text('history.downloaded')}
          />
          <span>{formatSize(own.done)}</span>
          <button type="button" onClick={() => void run('data.stopDownload', {})}>
            {text('common.stop')}
          </button>
        </div>
      )}
      {!own && (
        <div class="row-actions">
          <button type="button" class="link" aria-label={text('history.downloadOf', { name })} onClick={fetchFile}>
            {text('history.download')}
          </button>
        </div>
      )}
      <SavingNote id={note} />
    </div>
  )
}
