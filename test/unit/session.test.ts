import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Failure } from '../../main/failure'
import type { FleepSession } from '../../main/fleep/session'
import { seededPeople } from '../fleep-server/accounts'
import { type RunningApp, startApp } from './app'

const [liis, marten] = seededPeople
let app: RunningApp

beforeEach(async () => {
  app = await startApp()
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
})

afterEach(() => app.stop())

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

const idOf = (name: string) => app.fleep.state.accountByLogin(name)?.id

test('a command of one account is never repeated with the session of the next', async () => {
  const { owners, call, end } = slowCall()
  const running = expect(app.session.use(call)).rejects.toMatchObject({ code: 'signed-out' })
  await app.session.signOut()
  await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
  end(new Failure('signed-out', 'Your session has ended.'))
  await running
  expect(owners).toEqual([idOf('liis')])
})

test('an answer that comes after signing out is nobody’s', async () => {
  const { call, end } = slowCall()
  const running = expect(app.session.use(call)).rejects.toMatchObject({ code: 'signed-out' })
  await app.session.signOut()
  end()
  await running
})

test('several commands that were interrupted all go on with one password', async () => {
  app.fleep.state.endSessions(app.fleep.state.accountByLogin('liis') ?? raise())
  const calls = [1, 2, 3].map(() => {
    let tries = 0
    return app.session.use(async (own) => {
      tries += 1
      if (tries === 1) throw new Failure('signed-out', 'Your session has ended.')
      return own.accountId
    })
  })
  await vi.waitFor(() => expect(app.store.state.session).toEqual({ kind: 'expired', interrupted: true }))
  await expect(app.session.continueWith('not-her-password')).rejects.toMatchObject({
    code: 'refused',
    field: 'password',
  })
  await app.session.continueWith(liis?.password ?? '')
  expect(await Promise.all(calls)).toEqual([idOf('liis'), idOf('liis'), idOf('liis')])
})

function raise(): never {
  throw new Error('no such account')
}
