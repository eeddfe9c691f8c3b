import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { AppState } from '../../../contract'
import { change, groupsOf, type Row } from './model'

type Note = { text: string; undo?: () => void; retry?: () => void }

function SettingRow({ row }: { row: Row }) {
  const [typed, setTyped] = useState(String('value' in row ? row.value : ''))
  const [note, setNote] = useState<Note | null>(null)
  const save = async (value: string | boolean, previous?: string | boolean) => {
    setNote({ text: 'Saving…' })
    const result = await change(row.id, value)
    const undo = previous === undefined ? {} : { undo: () => void save(previous, value) }
    setNote(
      result.ok ? { text: 'Saved', ...undo } : { text: result.error.message, retry: () => void save(value, previous) },
    )
  }
  return (
    <div className="row">
      <div className="row-text">
        <label htmlFor={row.id}>{row.label}</label>
        {row.help && <p id={`${row.id}-help`}>{row.help}</p>}
      </div>
      <div className="row-control">
        {row.kind === 'text' && (
          <input
            id={row.id}
            value={typed}
            aria-describedby={`${row.id}-help`}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void save(typed, row.value)
              if (event.key === 'Escape') setTyped(String(row.value))
            }}
            onBlur={() => typed !== row.value && void save(typed, row.value)}
          />
        )}
        {row.kind === 'switch' && (
          <input
            id={row.id}
            type="checkbox"
            role="switch"
            aria-checked={Boolean(row.value)}
            checked={Boolean(row.value)}
            onChange={(event) => void save(event.target.checked, row.value)}
          />
        )}
        {row.kind === 'choice' &&
          row.options.map(([value, label]) => (
            <label key={value}>
              <input
                type="radio"
                name={row.id}
                checked={value === row.value}
                onChange={() => void save(value, row.value)}
              />
              {label}
            </label>
          ))}
        {row.kind === 'button' && (
          <button type="button" id={row.id}>
            {row.action}
          </button>
        )}
        {row.kind === 'value' && <span>{row.value}</span>}
      </div>
      <div role="status">
        {note?.text}
        {note?.undo && (
          <button type="button" onClick={note.undo}>
            Undo
          </button>
        )}
        {note?.retry && (
          <button type="button" onClick={note.retry}>
            Retry
          </button>
        )}
      </div>
    </div>
  )
}

function Panel() {
  const [state, setState] = useState<AppState | null>(null)
  useEffect(() => {
    window.fleepSettings.onState((changes) => setState((known) => ({ ...(known as AppState), ...changes })))
  }, [])
  if (!state) return <p>Loading…</p>
  return (
    <main>
      <h1>Account</h1>
      {groupsOf(state).map(({ title, rows }) => (
        <section key={title} aria-label={title}>
          <h2>{title}</h2>
          {rows.map((row) => (
            <SettingRow key={row.id} row={row} />
          ))}
        </section>
      ))}
    </main>
  )
}

const root = document.getElementById('app')
if (root) createRoot(root).render(<Panel />)
