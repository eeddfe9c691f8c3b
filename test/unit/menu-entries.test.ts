import { expect, test } from 'vitest'
import type { AppState } from '../../contract'
import { initialState } from '../../contract/initial-state'
import { quickActions } from '../../main/electron/quick-actions'
import { aboutItems, panelItems } from '../../main/electron/window-actions'

/** Records what the entries ask for. */
function recordedActions() {
  const opened: unknown[] = []
  const actions = {
    run: () => undefined,
    openPanel: (...request: unknown[]) => void opened.push(request),
    signOut: async () => undefined,
  }
  return { actions, opened }
}

const click = (items: { id?: string; click?: unknown }[], id: string) => {
  const entry = items.find((item) => item.id === id)
  if (typeof entry?.click !== 'function') throw new Error(`no entry ${id}`)
  entry.click()
}

test('updates are offered only where the app can update itself', () => {
  const { actions, opened } = recordedActions()
  const ids = (state: AppState) => aboutItems(state, 'Fleep Settings', actions).map(({ id }) => id)
  expect(ids(initialState)).toEqual(['about'])
  const updatable: AppState = { ...initialState, update: { kind: 'none', checkedAt: null } }
  expect(ids(updatable)).toEqual(['updates', 'about'])
  click(aboutItems(updatable, 'Fleep Settings', actions), 'updates')
  expect(opened).toEqual([['app', 'updates']])
})

test('"Sign in…" is there only while nobody is signed in, and leaves the panel', () => {
  const { actions, opened } = recordedActions()
  const signedOut: AppState = { ...initialState, session: { kind: 'signed-out', notice: null, canRestore: false } }
  click(quickActions(signedOut, actions), 'signIn')
  expect(opened).toEqual([[null, 'sign-in']])
  expect(quickActions(initialState, actions).map(({ id }) => id)).toEqual(['account'])
})

test('each panel has an entry, in the order of the navigation', () => {
  const { actions, opened } = recordedActions()
  const items = panelItems(actions)
  expect(items.map(({ label }) => label)).toEqual([
    'Account',
    'Mail servers',
    'Avatar',
    'People',
    'Your data',
    'This app',
  ])
  click(items, 'open.app')
  expect(opened).toEqual([['app']])
})
