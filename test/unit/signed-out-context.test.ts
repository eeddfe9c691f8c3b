import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { uploadAvatar } from '../../main/fleep/avatar-api'
import { HttpClient } from '../../main/http/http-client'
import { seededPeople } from '../fleep-server/accounts'
import { quadrants } from '../pictures'
import { type RunningApp, startApp } from './start-app'

const [liis, marten] = seededPeople
let app: RunningApp

beforeEach(async () => {
  app = await startApp()
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
})

afterEach(async () => {
  vi.restoreAllMocks()
  await app.stop()
})

async function changeAccount(): Promise<void> {
  await app.session.signOut()
  await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
}

/** @returns a function that lets the promise of `wait` resolve */
function gate() {
  let open: () => void = () => undefined
  const wait = new Promise<void>((resolve) => {
    open = resolve
  })
  return { wait, open: () => open() }
}

test('a picture that arrives after the sign-out is neither shown nor written to disk', async () => {
  const bytes = await quadrants(20, 20).png().toBuffer()
  const open = async function* () {
    yield bytes
  }
  await app.calls.call(app.context, uploadAvatar, { name: 'a.png', type: 'image/png', size: bytes.length, open }, {})
  await app.calls.refreshAccount(app.context)
  const url = Object.values(app.store.state.account?.avatar ?? {})[0] ?? ''
  const { wait, open: arrive } = gate()
  const request = vi.spyOn(HttpClient.prototype, 'request').mockImplementationOnce(async () => {
    await wait
    return { status: 200, headers: {}, body: bytes }
  })
  const read = app.pictures.read(url)
  await vi.waitFor(() => expect(request).toHaveBeenCalled())
  await app.session.signOut()
  arrive()
  expect(await read).toBeNull()
  await app.pictures.clear()
  expect(existsSync(join(app.folder, 'pictures'))).toBe(false)
})

test('a picture that is being written at the sign-out is removed', async () => {
  const bytes = await quadrants(20, 20).png().toBuffer()
  const url = app.pictures.toLocalUrl('/a.png', app.fleep.url)
  vi.spyOn(HttpClient.prototype, 'request').mockResolvedValueOnce({ status: 200, headers: {}, body: bytes })
  const read = app.pictures.read(url)
  const ended = app.session.signOut()
  await Promise.all([read, ended, app.pictures.clear()])
  expect(existsSync(join(app.folder, 'pictures'))).toBe(false)
})

test('the progress and the result of a look-up are not shown to the next account', async () => {
  app.fleep.planFault('account/lookup', { kind: 'delay', milliseconds: 100 })
  const lookUp = app.runner.run('people.lookUp', { addresses: [marten?.email ?? ''], excludedIds: [] })
  await vi.waitFor(() => expect(app.store.state.lookUpProgress).not.toBeNull())
  const seen: unknown[] = []
  // The connections of the account stay open until Fleep has answered, so that the look-up gets its answer.
  app.fleep.planFault('account/logout', { kind: 'delay', milliseconds: 400 })
  void app.session.signOut()
  app.store.onChange(({ people, lookUpProgress }) => seen.push(people, lookUpProgress))
  await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
  expect(await lookUp).toMatchObject({ error: { code: 'signed-out' } })
  expect(seen.filter((value) => value !== null)).toEqual([])
})

test.each(['people', 'board', 'profile'] as const)('a %s file is not written after the sign-out', async (kind) => {
  const { wait, open: choose } = gate()
  const asked = vi.fn()
  const path = join(app.folder, 'chosen')
  app.dialogs.onChooseSaveLocation = async () => {
    asked()
    await wait
    return path
  }
  if (kind === 'people') {
    await app.runner.run('people.lookUp', { addresses: [marten?.email ?? ''], excludedIds: [] })
  } else if (kind === 'board') {
    const item = {
      id: '1',
      number: 1,
      state: 'pinned',
      author: 'x',
      postedAt: null,
      text: 'x',
      assignee: '',
      subject: '',
      attachments: [],
      editedAt: null,
      sectionId: null,
    } as const
    app.store.change({ board: { conversationId: 'c', sectionId: null, items: [item] } as never })
  }
  const saved =
    kind === 'people'
      ? app.runner.run('people.save', { excludedIds: [] })
      : kind === 'board'
        ? app.runner.run('data.saveBoard', { format: 'json' })
        : app.runner.run('profiles.save', {})
  await vi.waitFor(() => expect(asked).toHaveBeenCalled())
  await changeAccount()
  choose()
  expect(await saved).toMatchObject({ error: { code: 'signed-out' } })
  expect(readdirSync(app.folder)).not.toContain('chosen')
})
