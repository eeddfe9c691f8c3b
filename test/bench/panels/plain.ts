import type { AppState } from '../../../contract'
import { change, groupsOf, type Row } from './model'

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const created = Object.assign(document.createElement(name), properties)
  created.append(...children)
  return created
}

function settingRow(row: Row): HTMLElement {
  const note = element('div', { role: 'status' })
  const save = async (value: string | boolean, previous: string | boolean) => {
    note.replaceChildren('Saving…')
    const result = await change(row.id, value)
    const button = element('button', { type: 'button', textContent: result.ok ? 'Undo' : 'Retry' })
    button.onclick = () => void (result.ok ? save(previous, value) : save(value, previous))
    note.replaceChildren(result.ok ? 'Saved' : result.error.message, button)
  }
  const control = element('div', { className: 'row-control' }, ...controlsOf(row, save))
  const label = element('label', { htmlFor: row.id }, row.label)
  const text = element('div', { className: 'row-text' }, label, element('p', { id: `${row.id}-help` }, row.help))
  return element('div', { className: 'row' }, text, control, note)
}

function controlsOf(row: Row, save: (value: string | boolean, previous: string | boolean) => Promise<void>): Node[] {
  if (row.kind === 'button') return [element('button', { type: 'button', id: row.id }, row.action)]
  if (row.kind === 'value') return [element('span', {}, row.value)]
  if (row.kind === 'choice') {
    return row.options.map(([value, label]) => {
      const input = element('input', { type: 'radio', name: row.id, checked: value === row.value })
      input.onchange = () => void save(value, row.value)
      return element('label', {}, input, label)
    })
  }
  const input = element('input', { id: row.id })
  if (row.kind === 'switch') {
    Object.assign(input, { type: 'checkbox', role: 'switch', checked: Boolean(row.value) })
    input.onchange = () => void save(input.checked, row.value)
    return [input]
  }
  input.value = String(row.value)
  input.onblur = () => input.value !== row.value && void save(input.value, row.value)
  input.onkeydown = ({ key }) => {
    if (key === 'Enter') void save(input.value, row.value)
    if (key === 'Escape') input.value = String(row.value)
  }
  return [input]
}

let state: AppState

function draw(changes: Partial<AppState>): void {
  state = { ...state, ...changes }
  const groups = groupsOf(state).map(({ title, rows }) =>
    element('section', { ariaLabel: title }, element('h2', {}, title), ...rows.map(settingRow)),
  )
  document.getElementById('app')?.replaceChildren(element('main', {}, element('h1', {}, 'Account'), ...groups))
}

window.fleepSettings.onState(draw)
