import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Failure } from '../../main/failure'
import type { FleepSession } from '../../main/fleep/session'
import { RememberedFile } from '../../main/remembered'
import { Session } from '../../main/session/session'
import { Store } from '../../main/store'
import { seededPeople } from '../fleep-server/accounts'
import { FleepServer } from '../fleep-server/server'

const [liis, marten] = seededPeople
let fleep: FleepServer
let folder: string
let session: Session
let store: Store

/** As on a computer without a keychain: what is tested here is the session, and test/keychain has the real one. */
const unavailable = async () => {
  throw new Failure('keychain-unavailable', 'There is none.')
}

beforeEach(async () => {
  fleep = await FleepServer.start()
  folder = mkdtempSync(join(tmpdir(), 'session-'))
  store = new Store({
    session: { kind: 'signed-out', notice: null, canRestore: false },
    server: fleep.url,
    lastEmail: '',
    account: null,
    smtpAccounts: null,
    connection: { online: true },
    keeping: { kind: 'none' },
    keychainName: 'Secret Service',
  })
  session = new Session({
    store,
    keychain: { read: unavailable, write: unavailable, remove: unavailable },
    remembered: new RememberedFile(join(folder, 'remembered.json')),
  })
  await session.signIn(fleep.url, liis?.email ?? '', liis?.password ?? '')
})

afterEach(async () => {
  await session.signOut()
  await fleep.goAway()
  rmSync(folder, { recursive: true, force: true })
})

/** A call that ends when it is told to, and notes with whose session it was made. */
function slowCall() {
  const owners: string[] = []
  let end: (reason?: Failure) => void = () => undefined
  const call = (own: FleepSession) =>
    new Promise<void>((resolve, reject) => {
      owners.push(own.accountId)
      end = (reason) => (reason ? reject(reason) : resolve())
    })
  return { owners, call, end: (reason?: Failure) => end(reason) }
}

const idOf = (name: string) => fleep.state.accountByLogin(name)?.id

test('a command of one account is never repeated with the session of the next', async () => {
  const { owners, call, end } = slowCall()
  const running = expect(session.use(call)).rejects.toMatchObject({ code: 'signed-out' })
  await session.signOut()
  await session.signIn(fleep.url, marten?.email ?? '', marten?.password ?? '')
  end(new Failure('signed-out', 'Your session has ended.'))
  await running
  expect(owners).toEqual([idOf('liis')])
})

test('an answer that comes after signing out is nobody’s', async () => {
  const { call, end } = slowCall()
  const running = expect(session.use(call)).rejects.toMatchObject({ code: 'signed-out' })
  await session.signOut()
  end()
  await running
})

test('several commands that were interrupted all go on with one password', async () => {
  fleep.state.endSessions(fleep.state.accountByLogin('liis') ?? raise())
  const calls = [1, 2, 3].map(() => {
    let tries = 0
    return session.use(async (own) => {
      tries += 1
      if (tries === 1) throw new Failure('signed-out', 'Your session has ended.')
      return own.accountId
    })
  })
  await vi.waitFor(() => expect(store.state.session).toEqual({ kind: 'expired', interrupted: true }))
  await expect(session.continueWith('not-her-password')).rejects.toMatchObject({ code: 'refused', field: 'password' })
  await session.continueWith(liis?.password ?? '')
  expect(await Promise.all(calls)).toEqual([idOf('liis'), idOf('liis'), idOf('liis')])
})

function raise(): never {
  throw new Error('no such account')
}
