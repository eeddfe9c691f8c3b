import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppState } from '../../contract'
import { seededPeople } from '../fleep-server/accounts'
import { advanceExport } from '../fleep-server/data-calls'
import { type RunningApp, startApp } from './start-app'

const [liis] = seededPeople
let app: RunningApp

/** Exports all conversations and the first conversation. */
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

/** The exported file of all conversations, as in the state. */
function file() {
  const found = app.store.state.exports.find(({ conversationId }) => conversationId === null)?.files[0]
  if (!found) throw new Error('no file')
  return found
}

/** The same file on the server. */
function fileOnServer() {
  const found = [...app.fleep.state.exportFiles.values()][0]
  if (!found) throw new Error('no file')
  return found
}

const download = (resume = false, id = file().id) => app.runner.run('data.download', { id, resume })
const target = () => join(app.folder, 'history.zip')
const part = () => `${target()}.${file().id}.part`
const sizeOf = (path: string) => readFileSync(path).length
/** The Range header of each request; undefined for the whole file. */
const ranges = () => app.fleep.inputsOf('export/download').map(({ range }) => range)

/** Starts a download that stalls after a part of the file, and waits until that part is on disk. @returns its result */
async function startUpTo(fraction: number, resume = false) {
  app.fleep.planFault('export/download', { kind: 'stall-at', fraction })
  const running = download(resume)
  await app.until((state) => (state.download?.done ?? 0) >= 200_000 * fraction)
  return { running }
}

/** Starts a download that fails in the middle, because the server stops. */
async function breakOffAt(fraction: number, resume = false) {
  const { running } = await startUpTo(fraction, resume)
  await app.fleep.stop()
  const result = await running
  await app.fleep.listen()
  return result
}

const failsWith = (error: object) => ({ ok: false, error: expect.objectContaining(error) })
const saved = { ok: true, value: { name: 'history.zip' } }

test('a file is saved at the chosen path, and no partial file is left', async () => {
  const shown: AppState['download'][] = []
  app.store.onChange((state) => shown.push(state.download))
  expect(await download()).toEqual(saved)
  expect(readFileSync(target()).equals(fileOnServer().bytes)).toBe(true)
  expect(existsSync(part())).toBe(false)
  expect(shown[0]).toEqual({ id: file().id, name: 'history.zip', done: 0, total: 200_000 })
  expect(app.store.state.download).toBeNull()
})

test('nothing is requested if the dialog is cancelled', async () => {
  app.files.areSaved = false
  expect(await download()).toEqual({ ok: true, value: null })
  expect(ranges()).toEqual([])
})

test('a file that no longer exists is refused', async () => {
  expect(await download(false, 'gone')).toEqual(
    failsWith({ code: 'refused', message: expect.stringContaining('no longer exists') }),
  )
})

test('a target that cannot be written is refused', async () => {
  rmSync(app.folder, { recursive: true })
  const message = 'history.zip can’t be saved there.'
  expect(await download()).toEqual(failsWith({ code: 'refused', message }))
})

describe('an interrupted download', () => {
  test('keeps its part beside the target and continues there without a dialog', async () => {
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

  test('continues after a restart if the same path is chosen', async () => {
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

  test('starts again if the part is longer than the file', async () => {
    writeFileSync(part(), Buffer.alloc(200_001))
    expect(await download()).toEqual(saved)
    expect(readFileSync(target()).equals(fileOnServer().bytes)).toBe(true)
    expect(ranges()).toEqual([undefined])
  })

  test('is complete without a request if the part is the whole file', async () => {
    writeFileSync(part(), fileOnServer().bytes)
    expect(await download()).toEqual(saved)
    expect(readFileSync(target()).equals(fileOnServer().bytes)).toBe(true)
    expect(ranges()).toEqual([])
  })
})

describe('a file of another size than announced', () => {
  test('is kept as a part if it is too short, and does not replace the target', async () => {
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

  test('is deleted if it is too long', async () => {
    const { bytes } = fileOnServer()
    fileOnServer().bytes = Buffer.concat([bytes, Buffer.from('more')])
    expect(await download()).toEqual(failsWith({ code: 'bad-answer' }))
    expect([existsSync(target()), existsSync(part())]).toEqual([false, false])
  })
})

describe('a download that continues', () => {
  const tag = () => `${part()}.tag`
  const etagOf = (bytes: Buffer) => `"${createHash('sha256').update(bytes).digest('hex').slice(0, 20)}"`
  /** The If-Range header of each request. */
  const conditions = () => {
    const calls = app.fleep.receivedCalls.filter(({ method }) => method === 'export/download')
    return calls.map(({ headers }) => headers['if-range'])
  }
  /** Another version of the file, of the same size. */
  const changeFile = () => {
    fileOnServer().bytes = Buffer.from(fileOnServer().bytes.map((byte) => byte ^ 255))
  }
  const expectSaved = () => {
    expect(readFileSync(target()).equals(fileOnServer().bytes)).toBe(true)
    expect([existsSync(part()), existsSync(tag())]).toEqual([false, false])
  }

  test('names the version of its part', async () => {
    await breakOffAt(0.5)
    expect(readFileSync(tag(), 'latin1')).toBe(etagOf(fileOnServer().bytes))
    expect(await download(true)).toEqual(saved)
    expectSaved()
    expect(conditions()).toEqual([undefined, etagOf(fileOnServer().bytes)])
  })

  test('begins anew if the file has changed', async () => {
    await breakOffAt(0.5)
    changeFile()
    expect(await download(true)).toEqual(saved)
    expectSaved()
    expect(ranges()).toEqual([undefined, 'bytes=100000-'])
  })

  test('begins anew if the file has changed, also after a second interruption', async () => {
    await breakOffAt(0.5)
    changeFile()
    await breakOffAt(0.25, true)
    expect(sizeOf(part())).toBe(50_000)
    expect(readFileSync(tag(), 'latin1')).toBe(etagOf(fileOnServer().bytes))
    expect(await download(true)).toEqual(saved)
    expectSaved()
    expect(ranges()).toEqual([undefined, 'bytes=100000-', 'bytes=50000-'])
  })

  test.each([
    ['a part of a changed file', { kind: 'ignores-if-range' }],
    ['a part that begins earlier', { kind: 'wrong-range', shift: -1, totalOff: 0 }],
    ['a part that begins later', { kind: 'wrong-range', shift: 1000, totalOff: 0 }],
    ['a part of a longer file', { kind: 'wrong-range', shift: 0, totalOff: 1 }],
    ['a part of no known place', { kind: 'no-content-range' }],
    ['no part at all', { kind: 'status', status: 416 }],
  ] as const)('begins anew if it gets %s', async (_name, fault) => {
    await breakOffAt(0.5)
    if (fault.kind === 'ignores-if-range') changeFile()
    app.fleep.planFault('export/download', fault)
    expect(await download(true)).toEqual(saved)
    expectSaved()
    expect(ranges()).toEqual([undefined, 'bytes=100000-', undefined])
  })

  test.each(['weak-etag', 'none'] as const)('begins anew if nothing tells versions apart: %s', async (validator) => {
    app.fleep.state.validator = validator
    await breakOffAt(0.5)
    expect(existsSync(tag())).toBe(false)
    changeFile()
    expect(await download(true)).toEqual(saved)
    expectSaved()
    expect(ranges()).toEqual([undefined, undefined])
  })

  test('names the date of its part', async () => {
    app.fleep.state.validator = 'date'
    await breakOffAt(0.5)
    expect(await download(true)).toEqual(saved)
    expectSaved()
    expect(conditions()).toEqual([undefined, 'Thu, 01 Jan 2026 00:00:00 GMT'])
  })

  test('does not trust the date of a file that has just changed', async () => {
    app.fleep.state.validator = 'date'
    fileOnServer().changedAt = new Date()
    await breakOffAt(0.5)
    changeFile()
    expect(await download(true)).toEqual(saved)
    expectSaved()
    expect(ranges()).toEqual([undefined, undefined])
  })

  test.each(['', 'two\nlines', 'x'.repeat(10_000)])('does not send a damaged tag: %j', async (damaged) => {
    await breakOffAt(0.5)
    writeFileSync(tag(), damaged)
    expect(await download(true)).toEqual(saved)
    expectSaved()
    expect(ranges()).toEqual([undefined, undefined])
  })

  test('is refused if the server sends a part that nobody asked for', async () => {
    app.fleep.planFault('export/download', { kind: 'status', status: 206, body: 'part' })
    expect(await download()).toEqual(failsWith({ code: 'bad-answer' }))
    expect([existsSync(target()), existsSync(part())]).toEqual([false, false])
  })
})

describe('while a download runs', () => {
  test('its progress is shown', async () => {
    const { running } = await startUpTo(0.5)
    expect(app.store.state.download).toMatchObject({ name: 'history.zip', done: 100_000, total: 200_000 })
    await app.runner.run('data.stopDownload', {})
    await running
  })

  test('no other download starts', async () => {
    const { running } = await startUpTo(0.5)
    const other = app.store.state.exports.find(({ conversationId }) => conversationId !== null)?.files[0]
    expect(await download(false, other?.id)).toEqual(
      failsWith({ code: 'refused', message: expect.stringContaining('Another download is running') }),
    )
    await app.runner.run('data.stopDownload', {})
    await running
    expect(await download(false, other?.id)).toMatchObject({ ok: true })
  })

  test('it can be stopped and continued', async () => {
    const { running } = await startUpTo(0.5)
    await app.runner.run('data.stopDownload', {})
    expect(await running).toEqual(failsWith({ code: 'cancelled' }))
    expect(app.store.state.download).toBeNull()
    expect(sizeOf(part())).toBe(100_000)
    expect(await download(true)).toEqual(saved)
    expect(readFileSync(target()).equals(fileOnServer().bytes)).toBe(true)
  })

  test('sign-out stops it', async () => {
    const { running } = await startUpTo(0.5)
    await app.session.signOut()
    expect(await running).toEqual(failsWith({ code: 'cancelled' }))
    expect(app.store.state.download).toBeNull()
  })
})
