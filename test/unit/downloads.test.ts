import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppState } from '../../contract'
import { seededPeople } from '../fleep-server/accounts'
import { advanceExport } from '../fleep-server/data-calls'
import { type RunningApp, startApp } from './start-app'

const [liis] = seededPeople
let app: RunningApp

/** An export of two files: of all conversations, and of the first. */
beforeEach(async () => {
  app = await startApp()
  app.fleep.state.exportStepMs = null
  app.files.areSaved = true
  await signIn()
  const account = accountOfLiis()
  advanceExport(app.fleep.state, account, null, 1)
  advanceExport(app.fleep.state, account, account.conversations[0] ?? null, 1)
  await app.runner.run('data.refresh', {})
})

afterEach(() => app.stop())

const signIn = () => app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')

function accountOfLiis() {
  const account = app.fleep.state.accounts.find(({ email }) => email === liis?.email)
  if (!account) throw new Error('no account')
  return account
}

/** The file of the export of all conversations, as the state shows it. */
function file() {
  const found = app.store.state.exports.find(({ conversationId }) => conversationId === null)?.files[0]
  if (!found) throw new Error('no file')
  return found
}

/** The same file at the server. */
function fileOnServer() {
  const found = [...app.fleep.state.exportFiles.values()][0]
  if (!found) throw new Error('no file')
  return found
}

const download = (resume = false, id = file().id) => app.runner.run('data.download', { id, resume })
const target = () => join(app.folder, 'history.zip')
const part = () => `${target()}.${file().id}.part`
const sizeOf = (path: string) => readFileSync(path).length
/** Which part of the file each call asked for; undefined for all of it. */
const ranges = () => app.fleep.inputsOf('export/download').map(({ range }) => range)

/** Starts a download, which stands still after a part of the file. @returns its result, once that part is on the disk */
async function startUpTo(fraction: number, resume = false) {
  app.fleep.planFault('export/download', { kind: 'stall-at', fraction })
  const running = download(resume)
  await app.until((state) => (state.download?.done ?? 0) >= 200_000 * fraction)
  return { running }
}

/** A download that ends in the middle, because the server does. */
async function breakOffAt(fraction: number, resume = false) {
  const { running } = await startUpTo(fraction, resume)
  await app.fleep.stop()
  const result = await running
  await app.fleep.listen()
  return result
}

const failsWith = (error: object) => ({ ok: false, error: expect.objectContaining(error) })
const saved = { ok: true, value: { name: 'history.zip' } }

test('a file is saved where the person chooses, and nothing else is left there', async () => {
  const shown: AppState['download'][] = []
  app.store.onChange((state) => shown.push(state.download))
  expect(await download()).toEqual(saved)
  expect(readFileSync(target()).equals(fileOnServer().bytes)).toBe(true)
  expect(existsSync(part())).toBe(false)
  expect(shown[0]).toEqual({ id: file().id, name: 'history.zip', done: 0, total: 200_000 })
  expect(app.store.state.download).toBeNull()
})

test('nothing is fetched if the person chooses no place', async () => {
  app.files.areSaved = false
  expect(await download()).toEqual({ ok: true, value: null })
  expect(ranges()).toEqual([])
})

test('a file that is not there any more is refused', async () => {
  expect(await download(false, 'gone')).toEqual(
    failsWith({ code: 'refused', message: expect.stringContaining('not there any more') }),
  )
})

test('a place that cannot be written is named', async () => {
  rmSync(app.folder, { recursive: true })
  const message = 'history.zip cannot be written there.'
  expect(await download()).toEqual(failsWith({ code: 'refused', message }))
})

describe('a download that breaks off', () => {
  test('keeps what came beside the target, and continues there without asking again', async () => {
    expect(await breakOffAt(0.5)).toMatchObject({ ok: false, error: { canRetry: true } })
    expect(existsSync(target())).toBe(false)
    expect(sizeOf(part())).toBe(100_000)
    expect(app.store.state.download).toBeNull()
    app.files.areSaved = false
    expect(await breakOffAt(0.75, true)).toMatchObject({ ok: false })
    expect(sizeOf(part())).toBe(150_000)
    expect(await download(true)).toEqual(saved)
    expect(readFileSync(target()).equals(fileOnServer().bytes)).toBe(true)
    expect(ranges()).toEqual([undefined, 'bytes=100000-', 'bytes=150000-'])
  })

  test('continues also if the same place is chosen after a restart', async () => {
    await breakOffAt(0.5)
    await app.session.signOut()
    await signIn()
    await app.runner.run('data.refresh', {})
    app.files.areSaved = false
    expect(await download(true)).toEqual({ ok: true, value: null })
    app.files.areSaved = true
    expect(await download(true)).toEqual(saved)
    expect(ranges()).toEqual([undefined, 'bytes=100000-'])
  })

  test('is taken from the start if what is there is longer than the file', async () => {
    writeFileSync(part(), Buffer.alloc(200_001))
    expect(await download()).toEqual(saved)
    expect(readFileSync(target()).equals(fileOnServer().bytes)).toBe(true)
    expect(ranges()).toEqual([undefined])
  })

  test('needs nothing more if all of it is there', async () => {
    writeFileSync(part(), fileOnServer().bytes)
    expect(await download()).toEqual(saved)
    expect(readFileSync(target()).equals(fileOnServer().bytes)).toBe(true)
    expect(ranges()).toEqual([])
  })
})

describe('a file of another size than Fleep said', () => {
  test('that is too short is kept as a part, and never takes the place of the file', async () => {
    const { bytes } = fileOnServer()
    fileOnServer().bytes = bytes.subarray(0, 150_000)
    expect(await download()).toEqual(
      failsWith({ code: 'bad-answer', message: expect.stringMatching(/150.?000 of 200.?000/) }),
    )
    expect(existsSync(target())).toBe(false)
    fileOnServer().bytes = bytes
    expect(await download(true)).toEqual(saved)
    expect(readFileSync(target()).equals(bytes)).toBe(true)
    expect(ranges()).toEqual([undefined, 'bytes=150000-'])
  })

  test('that is too long is thrown away', async () => {
    const { bytes } = fileOnServer()
    fileOnServer().bytes = Buffer.concat([bytes, Buffer.from('more')])
    expect(await download()).toEqual(failsWith({ code: 'bad-answer' }))
    expect([existsSync(target()), existsSync(part())]).toEqual([false, false])
  })
})

describe('while a download runs', () => {
  test('how far it is shows', async () => {
    const { running } = await startUpTo(0.5)
    expect(app.store.state.download).toMatchObject({ name: 'history.zip', done: 100_000, total: 200_000 })
    await app.runner.run('data.stopDownload', {})
    await running
  })

  test('no other one begins', async () => {
    const { running } = await startUpTo(0.5)
    const other = app.store.state.exports.find(({ conversationId }) => conversationId !== null)?.files[0]
    expect(await download(false, other?.id)).toEqual(
      failsWith({ code: 'refused', message: expect.stringContaining('Another download is running') }),
    )
    await app.runner.run('data.stopDownload', {})
    await running
    expect(await download(false, other?.id)).toMatchObject({ ok: true })
  })

  test('it can be stopped, and continued', async () => {
    const { running } = await startUpTo(0.5)
    await app.runner.run('data.stopDownload', {})
    expect(await running).toEqual(failsWith({ code: 'cancelled' }))
    expect(app.store.state.download).toBeNull()
    expect(sizeOf(part())).toBe(100_000)
    expect(await download(true)).toEqual(saved)
    expect(readFileSync(target()).equals(fileOnServer().bytes)).toBe(true)
  })

  test('signing out stops it', async () => {
    const { running } = await startUpTo(0.5)
    await app.session.signOut()
    expect(await running).toEqual(failsWith({ code: 'cancelled' }))
    expect(app.store.state.download).toBeNull()
  })
})
