import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Failure } from '../../main/core/failure'
import { seededPeople } from '../fleep-server/accounts'
import { locked } from '../keychain/memory-keychain'
import { type RunningApp, startApp } from './app'

const [liis, marten] = seededPeople
let app: RunningApp

const mailbox = {
  address: 'marten@meadow.example',
  username: 'marten',
  password: 'mailbox-secret',
  host: 'mail.meadow.example',
  port: 465,
  encryption: 'tls',
} as const
const unchanged = { ...mailbox, password: null }

beforeEach(async () => {
  app = await startApp()
  await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
})

afterEach(() => app.stop())

const shown = () => app.store.state.mailServers ?? []
const onServer = () => app.fleep.state.accountByLogin('marten')?.smtp ?? []
const calls = (method: string) => app.fleep.inputsOf(`account/smtp/${method}`)
const place = (id: string) => app.store.state.mailPasswords[id]
/** The passwords in the keychain, besides the session. */
const kept = () => [...app.keychain.items.values()].filter((item) => item.includes('password'))
const keptAs = (password: string) => [JSON.stringify({ version: 1, password })]

/** @returns the id of a new account */
async function add(account: Parameters<RunningApp['mailServers']['add']>[1] = mailbox): Promise<string> {
  await app.mailServers.add(app.context, account)
  return shown().at(-1)?.id ?? ''
}

describe('a new account', () => {
  test('is stored at Fleep, and then its password in the keychain', async () => {
    const id = await add()
    expect(onServer()).toMatchObject([{ smtp_id: id, smtp_password: 'mailbox-secret' }])
    expect(kept()).toEqual(keptAs('mailbox-secret'))
    expect(place(id)).toEqual({ kind: 'stored' })
  })

  test('that Fleep refuses leaves nothing in the keychain', async () => {
    app.fleep.next('account/smtp/store', { kind: 'status', status: 431 })
    await expect(add()).rejects.toMatchObject({ code: 'refused' })
    expect(kept()).toEqual([])
    expect(app.knownSession.read().mailPasswords).toEqual([])
  })

  test('whose password the keychain does not take is there all the same; Retry stores the password', async () => {
    app.keychain.failing = locked()
    const id = await add()
    expect(place(id)).toMatchObject({ kind: 'memory-only', problem: 'locked' })
    expect(onServer()).toHaveLength(1)
    await expect(app.mailServers.keepPassword(id, false)).rejects.toMatchObject({ code: 'keychain-locked' })
    app.keychain.failing = undefined
    await app.mailServers.keepPassword(id, false)
    expect(place(id)).toEqual({ kind: 'stored' })
    expect(kept()).toEqual(keptAs('mailbox-secret'))
  })

  test('whose answer is lost is not stored twice when it is tried again', async () => {
    app.fleep.next('account/smtp/store', { kind: 'drop-after' })
    await expect(add()).rejects.toMatchObject({ code: 'offline', message: expect.stringContaining('not known') })
    const id = await add()
    expect(onServer().map(({ smtp_id }) => smtp_id)).toEqual([id])
    expect(calls('store')).toHaveLength(1)
    expect(kept()).toEqual(keptAs('mailbox-secret'))
  })

  test('that never reached Fleep is stored when it is tried again', async () => {
    app.fleep.next('account/smtp/store', { kind: 'drop-before' })
    await expect(add()).rejects.toMatchObject({ code: 'offline' })
    await add()
    expect(onServer()).toHaveLength(1)
  })

  test.each([
    ['x'.repeat(2600), 'password'],
    ['õ'.repeat(1300), 'password'],
  ])(
    'with a password that no keychain holds everywhere is refused before anything is sent',
    async (password, field) => {
      await expect(add({ ...mailbox, password })).rejects.toMatchObject({ code: 'invalid-input', field })
      expect(calls('store')).toEqual([])
    },
  )

  test('with a host that is none is refused before anything is sent', async () => {
    await expect(add({ ...mailbox, host: 'https://mail' })).rejects.toMatchObject({ field: 'host' })
    expect(calls('store')).toEqual([])
  })

  test('may have an address that another one has', async () => {
    await add()
    await add()
    expect(new Set(shown().map(({ id }) => id)).size).toBe(2)
    expect(kept()).toHaveLength(2)
  })
})

describe('a changed account', () => {
  test('is sent what is different, and nothing where nothing is', async () => {
    const id = await add()
    await app.mailServers.change(app.context, { ...unchanged, id })
    expect(calls('configure')).toEqual([])
    await app.mailServers.change(app.context, { ...unchanged, id, host: 'smtp.meadow.example', port: 8465 })
    expect(calls('configure')).toEqual([{ smtp_id: id, smtp_host: 'smtp.meadow.example', smtp_port: 8465 }])
    expect(kept()).toEqual(keptAs('mailbox-secret'))
  })

  test('with a new password has it at Fleep and in the keychain; Undo brings the old one back', async () => {
    const id = await add()
    expect(await app.mailServers.change(app.context, { ...unchanged, id, password: 'another' })).toEqual({
      canUndo: true,
    })
    expect(onServer()[0]?.smtp_password).toBe('another')
    expect(kept()).toEqual(keptAs('another'))
    await app.mailServers.undo(app.context, id)
    expect(onServer()[0]?.smtp_password).toBe('mailbox-secret')
    expect(kept()).toEqual(keptAs('mailbox-secret'))
    // And undoing that.
    await app.mailServers.undo(app.context, id)
    expect(onServer()[0]?.smtp_password).toBe('another')
  })

  test('that Fleep refuses keeps its former password in the keychain', async () => {
    const id = await add()
    app.fleep.next('account/smtp/configure', { kind: 'status', status: 431 })
    await expect(app.mailServers.change(app.context, { ...unchanged, id, password: 'another' })).rejects.toMatchObject({
      code: 'refused',
    })
    expect(kept()).toEqual(keptAs('mailbox-secret'))
  })

  test('with another encryption is a new one at Fleep in place of the former, and the default if that was', async () => {
    const first = await add()
    await add({ ...mailbox, address: 'm@harbour.example' })
    await app.mailServers.change(app.context, { ...unchanged, id: first, port: 587, encryption: 'starttls' })
    expect(onServer().map(({ smtp_connection, is_default }) => [smtp_connection, is_default])).toEqual([
      ['ssl', false],
      ['starttls', true],
    ])
    expect(onServer().some(({ smtp_id }) => smtp_id === first)).toBe(false)
    expect(kept()).toHaveLength(2)
    await app.mailServers.undo(app.context, first)
    expect(onServer().map(({ smtp_connection, is_default }) => [smtp_connection, is_default])).toEqual([
      ['ssl', false],
      ['ssl', true],
    ])
    expect(kept()).toHaveLength(2)
  })

  test('stays as it was where Fleep does not accept the new one', async () => {
    const id = await add()
    app.fleep.next('account/smtp/store', { kind: 'status', status: 431 })
    await expect(
      app.mailServers.change(app.context, { ...unchanged, id, encryption: 'starttls' }),
    ).rejects.toMatchObject({
      code: 'refused',
    })
    expect(onServer().map(({ smtp_id }) => smtp_id)).toEqual([id])
    expect(kept()).toHaveLength(1)
  })

  test('whose former one could not be removed says so, and the same change again only removes it', async () => {
    const id = await add()
    app.fleep.next('account/smtp/configure', { kind: 'status', status: 500 }, 3)
    const change = { ...unchanged, id, address: 'm@harbour.example' }
    await expect(app.mailServers.change(app.context, change)).rejects.toMatchObject({
      code: 'server-fault',
      message: expect.stringContaining('the former one is still there too'),
    })
    expect(onServer()).toHaveLength(2)
    await app.mailServers.change(app.context, change)
    expect(onServer().map(({ smtp_address }) => smtp_address)).toEqual(['m@harbour.example'])
    expect(calls('store')).toHaveLength(2)
    expect(kept()).toHaveLength(1)
  })

  test('with another address needs the password where it is not on this computer', async () => {
    const id = await add()
    app.keychain.items.clear()
    await expect(
      app.mailServers.change(app.context, { ...unchanged, id, address: 'm@harbour.example' }),
    ).rejects.toMatchObject({
      code: 'invalid-input',
      field: 'password',
    })
    expect(onServer()).toHaveLength(1)
  })

  test('offers no Undo of a password that is not on this computer', async () => {
    const id = await add()
    app.keychain.items.clear()
    expect(await app.mailServers.change(app.context, { ...unchanged, id, password: 'another' })).toEqual({
      canUndo: false,
    })
    await expect(app.mailServers.undo(app.context, id)).rejects.toMatchObject({ code: 'refused' })
  })
})

describe('a removed account', () => {
  test('takes its password with it; Undo brings back both, and the default', async () => {
    const id = await add()
    await add({ ...mailbox, address: 'm@harbour.example' })
    await app.mailServers.remove(app.context, id, true)
    expect(onServer()).toHaveLength(1)
    expect(kept()).toHaveLength(1)
    await app.mailServers.undo(app.context, id)
    expect(onServer().map(({ smtp_address, is_default }) => [smtp_address, is_default])).toEqual([
      ['m@harbour.example', false],
      ['marten@meadow.example', true],
    ])
    expect(kept()).toHaveLength(2)
  })

  test('stays where Undo was promised and the password is not at hand', async () => {
    const id = await add()
    app.keychain.failing = locked()
    await expect(app.mailServers.remove(app.context, id, true)).rejects.toMatchObject({ code: 'keychain-locked' })
    app.keychain.failing = undefined
    app.keychain.items.clear()
    await expect(app.mailServers.remove(app.context, id, true)).rejects.toMatchObject({ field: 'password' })
    expect(onServer()).toHaveLength(1)
    await app.mailServers.remove(app.context, id, false)
    expect(onServer()).toEqual([])
  })

  test('is gone also when the answer was lost, or when somebody else was first', async () => {
    const id = await add()
    app.fleep.next('account/smtp/configure', { kind: 'drop-after' })
    await app.mailServers.remove(app.context, id, true)
    expect(shown()).toEqual([])
    expect(kept()).toEqual([])
  })

  test('whose password the keychain does not let go says so, until the next refresh removes it', async () => {
    const id = await add()
    app.keychain.failing = locked()
    await app.mailServers.remove(app.context, id, false)
    expect(shown()).toEqual([])
    expect(app.store.state.mailPasswordsLeft).toBe('Secret Service is locked.')
    app.keychain.failing = undefined
    await app.mailServers.refresh(app.context)
    await app.passwords.settled()
    expect(app.store.state.mailPasswordsLeft).toBeNull()
    expect(kept()).toEqual([])
  })
})

describe('at refresh', () => {
  test('passwords of accounts that were removed elsewhere go', async () => {
    await add()
    onServer().splice(0)
    await app.mailServers.refresh(app.context)
    await app.passwords.settled()
    expect(kept()).toEqual([])
    expect(app.knownSession.read().mailPasswords).toEqual([])
  })

  test('none goes while there is a record that was not understood', async () => {
    await add()
    const body = JSON.stringify({ stream: [{ mk_rec_type: 'smtp', smtp_id: 7 }] })
    app.fleep.next('account/smtp/list', { kind: 'body', body })
    await app.mailServers.refresh(app.context)
    await app.passwords.settled()
    expect(kept()).toHaveLength(1)
  })

  test('a password that something else removed is no longer said to be stored after a restart', async () => {
    const id = await add()
    await app.session.signOut()
    await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
    expect(place(id)).toEqual({ kind: 'stored' })
    app.keychain.items.clear()
    await app.mailServers.refresh(app.context)
    await app.passwords.settled()
    expect(place(id)).toEqual({ kind: 'elsewhere' })
  })

  test('a keychain that is locked changes nothing of what is known', async () => {
    const id = await add()
    await app.session.signOut()
    await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
    app.keychain.failing = locked()
    await app.mailServers.refresh(app.context)
    await app.passwords.settled()
    expect(place(id)).toEqual({ kind: 'stored' })
    app.keychain.failing = undefined
  })
})

test('what Fleep’s own check finds shows as soon as it is known', async () => {
  app.fleep.state.tryMailServer = async ({ smtp_host }) => (smtp_host === mailbox.host ? null : '550 No such host')
  await app.mailServers.refresh(app.context)
  await add()
  await vi.waitFor(() => expect(shown()[0]?.fleepCheck).toEqual({ status: 'working', description: '' }))
  await app.mailServers.change(app.context, { ...unchanged, id: shown()[0]?.id ?? '', host: 'other.meadow.example' })
  const failed = { status: 'failed', description: '550 No such host' }
  await vi.waitFor(() => expect(shown()[0]?.fleepCheck).toEqual(failed))
})

describe('signing out', () => {
  const forget = (owner: { server: string; accountId: string }) => app.passwords.forgetAll(owner)

  test('forgets the passwords when asked to, and those of this account only', async () => {
    await add()
    await app.session.signOut()
    await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
    await add({ ...mailbox, password: 'of-liis' })
    await app.session.signOut(forget)
    expect(kept()).toEqual(keptAs('mailbox-secret'))
    expect(app.store.state.mailPasswords).toEqual({})
  })

  test('keeps them otherwise, and they are found again', async () => {
    const id = await add()
    await app.session.signOut()
    expect(place(id)).toBeUndefined()
    await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
    await app.mailServers.refresh(app.context)
    expect(await app.passwords.read(id)).toBe('mailbox-secret')
  })

  test('says so when the keychain does not let them go', async () => {
    await add()
    app.keychain.failing = locked()
    await app.session.signOut(forget)
    expect(app.store.state.session).toMatchObject({ notice: expect.stringContaining('passwords of your mail servers') })
    app.keychain.failing = undefined
  })

  test('leaves nothing to undo for the next person', async () => {
    const id = await add()
    await app.mailServers.remove(app.context, id, true)
    await app.session.signOut()
    await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
    await expect(app.mailServers.undo(app.context, id)).rejects.toMatchObject({ code: 'refused' })
  })
})

test('an account without a port or with an unknown encryption is not checked by guessing', async () => {
  const id = await add()
  Object.assign(onServer()[0] ?? {}, { smtp_port: null })
  await app.mailServers.refresh(app.context)
  await expect(app.mailServers.checks.check(app.context, id)).rejects.toMatchObject({ field: 'port' })
  Object.assign(onServer()[0] ?? {}, { smtp_port: 465, smtp_connection: null })
  await app.mailServers.refresh(app.context)
  await expect(app.mailServers.checks.check(app.context, id)).rejects.toMatchObject({ field: 'encryption' })
})

test('a check whose password cannot be read says so beside the account', async () => {
  const id = await add()
  app.keychain.failing = new Failure('keychain-denied', 'Secret Service did not allow access.')
  await expect(app.mailServers.checks.check(app.context, id)).rejects.toMatchObject({ code: 'keychain-denied' })
  expect(app.store.state.mailChecks[id]).toMatchObject({
    kind: 'failed',
    failure: { at: null, message: expect.stringContaining('did not allow access') },
  })
  app.keychain.failing = undefined
})
