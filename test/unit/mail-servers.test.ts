import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Failure } from '../../main/core/failure'
import { seededPeople } from '../fleep-server/accounts'
import { locked } from '../keychain/memory-keychain'
import { type RunningApp, startApp } from './start-app'

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
const passwordState = (id: string) => app.store.state.mailPasswords[id]
/** The passwords in the keychain. Leaves out the session. */
const storedPasswords = () => [...app.keychain.items.values()].filter((item) => item.includes('password'))
const { password: _password, ...place } = mailbox
/** The item of a password for the mailbox with these other settings. */
const asStored = (password: string, changes: object = {}) => [
  JSON.stringify({ version: 1, password, place: { ...placeInOrder, ...changes } }),
]
const placeInOrder = {
  address: place.address,
  host: place.host,
  port: place.port,
  encryption: place.encryption,
  username: place.username,
}

/** Adds a mail server. Returns its id. */
async function add(mailServer: Parameters<RunningApp['mailServers']['add']>[1] = mailbox): Promise<string> {
  await app.mailServers.add(app.context, mailServer)
  return shown().at(-1)?.id ?? ''
}

describe('adding a mail server', () => {
  test('stores it at Fleep and its password in the keychain', async () => {
    const id = await add()
    expect(onServer()).toMatchObject([{ smtp_id: id, smtp_password: 'mailbox-secret' }])
    expect(storedPasswords()).toEqual(asStored('mailbox-secret'))
    expect(passwordState(id)).toEqual({ kind: 'stored' })
  })

  test('leaves nothing in the keychain if Fleep refuses it', async () => {
    app.fleep.planFault('account/smtp/store', { kind: 'status', status: 431 })
    await expect(add()).rejects.toMatchObject({ code: 'refused' })
    expect(storedPasswords()).toEqual([])
    expect(app.knownSession.read().mailPasswords).toEqual([])
  })

  test('succeeds if the keychain is locked; Retry stores the password', async () => {
    app.keychain.failure = locked()
    const id = await add()
    expect(passwordState(id)).toMatchObject({ kind: 'memory-only', problem: 'locked' })
    expect(onServer()).toHaveLength(1)
    await expect(app.mailServers.storePasswordAgain(app.context, id, false)).rejects.toMatchObject({
      code: 'keychain-locked',
    })
    app.keychain.failure = undefined
    await app.mailServers.storePasswordAgain(app.context, id, false)
    expect(passwordState(id)).toEqual({ kind: 'stored' })
    expect(storedPasswords()).toEqual(asStored('mailbox-secret'))
  })

  test('does not store it twice on a retry after the answer was lost', async () => {
    app.fleep.planFault('account/smtp/store', { kind: 'drop-after' })
    await expect(add()).rejects.toMatchObject({ code: 'offline', message: expect.stringContaining('couldn’t confirm') })
    const id = await add()
    expect(onServer().map(({ smtp_id }) => smtp_id)).toEqual([id])
    expect(calls('store')).toHaveLength(1)
    expect(storedPasswords()).toEqual(asStored('mailbox-secret'))
  })

  test('stores it on a retry if the first request never reached Fleep', async () => {
    app.fleep.planFault('account/smtp/store', { kind: 'drop-before' })
    await expect(add()).rejects.toMatchObject({ code: 'offline' })
    await add()
    expect(onServer()).toHaveLength(1)
  })

  test.each([
    ['x'.repeat(2600), 'password'],
    ['õ'.repeat(1300), 'password'],
  ])('refuses a password that is too long for some keychains, before anything is sent', async (password, field) => {
    await expect(add({ ...mailbox, password })).rejects.toMatchObject({ code: 'invalid-input', field })
    expect(calls('store')).toEqual([])
  })

  test('refuses an invalid host before anything is sent', async () => {
    await expect(add({ ...mailbox, host: 'https://mail' })).rejects.toMatchObject({ field: 'host' })
    expect(calls('store')).toEqual([])
  })

  test('accepts the address of another mail server', async () => {
    await add()
    await add()
    expect(new Set(shown().map(({ id }) => id)).size).toBe(2)
    expect(storedPasswords()).toHaveLength(2)
  })
})

describe('changing a mail server', () => {
  test('sends a password with its place, and nothing if nothing changes', async () => {
    const id = await add()
    await app.mailServers.change(app.context, { ...unchanged, id })
    expect(calls('configure')).toEqual([])
    await app.mailServers.change(app.context, { ...mailbox, id, host: 'smtp.meadow.example', port: 8465 })
    expect(calls('configure')).toEqual([
      {
        smtp_id: id,
        smtp_host: 'smtp.meadow.example',
        smtp_port: 8465,
        smtp_username: mailbox.username,
        smtp_password: 'mailbox-secret',
      },
    ])
    expect(storedPasswords()).toEqual(asStored('mailbox-secret', { host: 'smtp.meadow.example', port: 8465 }))
  })

  test('stores a new password at Fleep and in the keychain; Undo restores the old one', async () => {
    const id = await add()
    expect(await app.mailServers.change(app.context, { ...unchanged, id, password: 'another' })).toEqual({
      canUndo: true,
    })
    expect(onServer()[0]?.smtp_password).toBe('another')
    expect(storedPasswords()).toEqual(asStored('another'))
    await app.mailServers.undo(app.context, id)
    expect(onServer()[0]?.smtp_password).toBe('mailbox-secret')
    expect(storedPasswords()).toEqual(asStored('mailbox-secret'))
    // A second Undo reverts the first.
    await app.mailServers.undo(app.context, id)
    expect(onServer()[0]?.smtp_password).toBe('another')
  })

  test('keeps the old password in the keychain if Fleep refuses the change', async () => {
    const id = await add()
    app.fleep.planFault('account/smtp/configure', { kind: 'status', status: 431 })
    await expect(app.mailServers.change(app.context, { ...unchanged, id, password: 'another' })).rejects.toMatchObject({
      code: 'refused',
    })
    expect(storedPasswords()).toEqual(asStored('mailbox-secret'))
  })

  test('replaces it with a new one at Fleep for another encryption, and keeps it the default', async () => {
    const first = await add()
    await add({ ...mailbox, address: 'm@harbour.example' })
    await app.mailServers.change(app.context, { ...mailbox, id: first, port: 587, encryption: 'starttls' })
    expect(onServer().map(({ smtp_connection, is_default }) => [smtp_connection, is_default])).toEqual([
      ['ssl', false],
      ['starttls', true],
    ])
    expect(onServer().some(({ smtp_id }) => smtp_id === first)).toBe(false)
    expect(storedPasswords()).toHaveLength(2)
    await app.mailServers.undo(app.context, first)
    expect(onServer().map(({ smtp_connection, is_default }) => [smtp_connection, is_default])).toEqual([
      ['ssl', false],
      ['ssl', true],
    ])
    expect(storedPasswords()).toHaveLength(2)
  })

  test('names the first id of a mail server that Fleep gave a new one, after each change and Undo', async () => {
    const first = await add()
    const onlyId = () => {
      expect(shown()).toHaveLength(1)
      return shown()[0]?.id ?? ''
    }
    const expectFirstId = (id: string) => {
      expect(id).not.toBe(first)
      expect(app.store.state.mailServerFirstIds[id]).toBe(first)
    }
    await app.mailServers.change(app.context, { ...mailbox, id: first, port: 587, encryption: 'starttls' })
    const changed = onlyId()
    expectFirstId(changed)
    await app.mailServers.undo(app.context, first)
    const undone = onlyId()
    expect(undone).not.toBe(changed)
    expectFirstId(undone)
    await app.mailServers.remove(app.context, undone, true)
    await app.mailServers.undo(app.context, undone)
    expectFirstId(onlyId())
  })

  test('never shows a restored mail server before its first id is known', async () => {
    const id = await add()
    await app.mailServers.remove(app.context, id, true)
    const unknown: string[] = []
    app.store.onChange(() => {
      const { mailServers, mailServerFirstIds } = app.store.state
      unknown.push(...(mailServers ?? []).map((server) => server.id).filter((shownId) => !mailServerFirstIds[shownId]))
    })
    app.fleep.planFault('account/smtp/store', { kind: 'delay-answer', milliseconds: 300 })
    await app.mailServers.undo(app.context, id)
    expect(shown()).toHaveLength(1)
    expect(unknown).toEqual([])
  })

  test('changes nothing if Fleep refuses the replacement', async () => {
    const id = await add()
    app.fleep.planFault('account/smtp/store', { kind: 'status', status: 431 })
    await expect(app.mailServers.change(app.context, { ...mailbox, id, encryption: 'starttls' })).rejects.toMatchObject(
      {
        code: 'refused',
      },
    )
    expect(onServer().map(({ smtp_id }) => smtp_id)).toEqual([id])
    expect(storedPasswords()).toHaveLength(1)
  })

  test('reports that the old one could not be removed; the same change again only removes it', async () => {
    const id = await add()
    app.fleep.planFault('account/smtp/configure', { kind: 'status', status: 500 }, 3)
    const change = { ...mailbox, id, address: 'm@harbour.example' }
    await expect(app.mailServers.change(app.context, change)).rejects.toMatchObject({
      code: 'server-fault',
      message: expect.stringContaining('the previous one couldn’t be removed'),
    })
    expect(onServer()).toHaveLength(2)
    await app.mailServers.change(app.context, change)
    expect(onServer().map(({ smtp_address }) => smtp_address)).toEqual(['m@harbour.example'])
    expect(calls('store')).toHaveLength(2)
    expect(storedPasswords()).toHaveLength(1)
  })

  test.each([
    ['address', { address: 'm@harbour.example' }],
    ['host', { host: 'collect.evil.example' }],
    ['port', { port: 8465 }],
    ['user name', { username: 'other' }],
    ['encryption', { encryption: 'none' }],
    ['host and encryption', { host: 'collect.evil.example', encryption: 'none' }],
  ] as const)('requires the password for another %s, and sends nothing', async (_name, changes) => {
    const id = await add()
    const before = structuredClone(onServer())
    const change = app.mailServers.change(app.context, { ...unchanged, id, ...changes })
    await expect(change).rejects.toMatchObject({ code: 'invalid-input', field: 'password' })
    expect(onServer()).toEqual(before)
    expect([...calls('store'), ...calls('configure')]).toHaveLength(1)
    expect(storedPasswords()).toEqual(asStored('mailbox-secret'))
  })

  test('needs no password for the same host in another form', async () => {
    const id = await add()
    await app.mailServers.change(app.context, { ...unchanged, id, host: ' MAIL.meadow.example. ' })
    expect(calls('configure')).toEqual([])
  })

  test('offers no Undo if the password was stored for other settings than Fleep has now', async () => {
    const id = await add()
    Object.assign(onServer()[0] ?? {}, { smtp_host: 'collect.evil.example' })
    await app.mailServers.refresh(app.context)
    expect(await app.mailServers.change(app.context, { ...mailbox, id, password: 'another' })).toEqual({
      canUndo: false,
    })
    expect(app.fleep.inputsOf('account/smtp/configure')).toHaveLength(1)
  })

  test('offers no Undo for a password that is not on this computer', async () => {
    const id = await add()
    app.keychain.items.clear()
    expect(await app.mailServers.change(app.context, { ...unchanged, id, password: 'another' })).toEqual({
      canUndo: false,
    })
    await expect(app.mailServers.undo(app.context, id)).rejects.toMatchObject({ code: 'refused' })
  })
})

describe('removing a mail server', () => {
  test('removes its password too; Undo restores both, and the default', async () => {
    const id = await add()
    await add({ ...mailbox, address: 'm@harbour.example' })
    await app.mailServers.remove(app.context, id, true)
    expect(onServer()).toHaveLength(1)
    expect(storedPasswords()).toHaveLength(1)
    await app.mailServers.undo(app.context, id)
    expect(onServer().map(({ smtp_address, is_default }) => [smtp_address, is_default])).toEqual([
      ['m@harbour.example', false],
      ['marten@meadow.example', true],
    ])
    expect(storedPasswords()).toHaveLength(2)
  })

  test('makes the chosen mail server the default; Undo makes the restored one the default again', async () => {
    const id = await add()
    const others = [await add({ ...mailbox, address: 'm@harbour.example' }), await add({ ...mailbox, port: 587 })]
    await app.mailServers.remove(app.context, id, true, others[1])
    expect(shown().map((server) => [server.id, server.isDefault])).toEqual([
      [others[0], false],
      [others[1], true],
    ])
    await app.mailServers.undo(app.context, id)
    expect(shown().map(({ isDefault }) => isDefault)).toEqual([false, false, true])
  })

  test('fails if it must be possible to undo and the password cannot be read', async () => {
    const id = await add()
    app.keychain.failure = locked()
    await expect(app.mailServers.remove(app.context, id, true)).rejects.toMatchObject({ code: 'keychain-locked' })
    app.keychain.failure = undefined
    app.keychain.items.clear()
    await expect(app.mailServers.remove(app.context, id, true)).rejects.toMatchObject({ field: 'password' })
    expect(onServer()).toHaveLength(1)
    await app.mailServers.remove(app.context, id, false)
    expect(onServer()).toEqual([])
  })

  test('succeeds even if the answer is lost', async () => {
    const id = await add()
    app.fleep.planFault('account/smtp/configure', { kind: 'drop-after' })
    await app.mailServers.remove(app.context, id, true)
    expect(shown()).toEqual([])
    expect(storedPasswords()).toEqual([])
  })

  test('reports a password that could not be removed; the next refresh removes it', async () => {
    const id = await add()
    app.keychain.failure = locked()
    await app.mailServers.remove(app.context, id, false)
    expect(shown()).toEqual([])
    expect(app.store.state.passwordRemovalProblem).toBe('The keyring is locked.')
    app.keychain.failure = undefined
    await app.mailServers.refresh(app.context)
    await app.passwords.settled()
    expect(app.store.state.passwordRemovalProblem).toBeNull()
    expect(storedPasswords()).toEqual([])
  })
})

describe('refreshing', () => {
  test('removes the passwords of mail servers that were removed elsewhere', async () => {
    await add()
    onServer().splice(0)
    await app.mailServers.refresh(app.context)
    await app.passwords.settled()
    expect(storedPasswords()).toEqual([])
    expect(app.knownSession.read().mailPasswords).toEqual([])
  })

  test('removes no password if a record could not be read', async () => {
    await add()
    const body = JSON.stringify({ stream: [{ mk_rec_type: 'smtp', smtp_id: {} }] })
    app.fleep.planFault('account/smtp/list', { kind: 'body', body })
    await app.mailServers.refresh(app.context)
    await app.passwords.settled()
    expect(storedPasswords()).toHaveLength(1)
  })

  test('notices that another program removed a password', async () => {
    const id = await add()
    await app.session.signOut()
    await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
    expect(passwordState(id)).toEqual({ kind: 'stored' })
    app.keychain.items.clear()
    await app.mailServers.refresh(app.context)
    await app.passwords.settled()
    expect(passwordState(id)).toEqual({ kind: 'elsewhere' })
  })

  test('changes nothing while the keychain is locked', async () => {
    const id = await add()
    await app.session.signOut()
    await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
    app.keychain.failure = locked()
    await app.mailServers.refresh(app.context)
    await app.passwords.settled()
    expect(passwordState(id)).toEqual({ kind: 'stored' })
    app.keychain.failure = undefined
  })
})

test('the result of Fleep’s own check is shown as soon as it arrives', async () => {
  app.fleep.state.mailServerCheck = async ({ smtp_host }) => (smtp_host === mailbox.host ? null : '550 No such host')
  await app.mailServers.refresh(app.context)
  await add()
  await vi.waitFor(() => expect(shown()[0]?.fleepCheck).toEqual({ status: 'working', description: '' }))
  await app.mailServers.change(app.context, { ...mailbox, id: shown()[0]?.id ?? '', host: 'other.meadow.example' })
  const failed = { status: 'failed', description: '550 No such host' }
  await vi.waitFor(() => expect(shown()[0]?.fleepCheck).toEqual(failed))
})

describe('signing out', () => {
  const forgetPasswords = (owner: { server: string; accountId: string }) => app.passwords.removeAll(owner)

  test('removes the passwords on request, of this account only', async () => {
    await add()
    await app.session.signOut()
    await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
    await add({ ...mailbox, password: 'password-of-liis' })
    await app.session.signOut(forgetPasswords)
    expect(storedPasswords()).toEqual(asStored('mailbox-secret'))
    expect(app.store.state.mailPasswords).toEqual({})
  })

  test('keeps the passwords by default and finds them at the next sign-in', async () => {
    const id = await add()
    await app.session.signOut()
    expect(passwordState(id)).toBeUndefined()
    await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
    await app.mailServers.refresh(app.context)
    expect(await app.passwords.read(app.context, id, place)).toBe('mailbox-secret')
  })

  test('reports passwords that could not be removed', async () => {
    await add()
    app.keychain.failure = locked()
    await app.session.signOut(forgetPasswords)
    expect(app.store.state.session).toMatchObject({ notice: expect.stringContaining('passwords of your mail servers') })
    app.keychain.failure = undefined
  })

  test('clears Undo', async () => {
    const id = await add()
    await app.mailServers.remove(app.context, id, true)
    await app.session.signOut()
    await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
    await expect(app.mailServers.undo(app.context, id)).rejects.toMatchObject({ code: 'refused' })
  })
})

test('a mail server with an unknown encryption is not checked', async () => {
  const id = await add()
  Object.assign(onServer()[0] ?? {}, { smtp_port: 465, smtp_connection: null })
  await app.mailServers.refresh(app.context)
  await expect(app.mailServers.checks.check(app.context, id)).rejects.toMatchObject({ field: 'encryption' })
})

test('a check fails with the reason if the password cannot be read', async () => {
  const id = await add()
  app.keychain.failure = new Failure('keychain-denied', 'The keyring denied access.')
  await expect(app.mailServers.checks.check(app.context, id)).rejects.toMatchObject({ code: 'keychain-denied' })
  expect(app.store.state.mailChecks[id]).toMatchObject({
    kind: 'failed',
    failure: { step: null, message: expect.stringContaining('denied access') },
  })
  app.keychain.failure = undefined
})
