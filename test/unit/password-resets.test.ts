import { afterEach, beforeEach, expect, test } from 'vitest'
import { transportDefaults } from '../../main/fleep/transport'
import type { Account } from '../fleep-server/accounts'
import { type RunningApp, startApp } from './start-app'

const newPassword = 'seven quiet herons by the lake'
let app: RunningApp
let account: Account

beforeEach(async () => {
  transportDefaults.retryDelay = 1
  app = await startApp()
  const found = app.fleep.state.accountByLogin('liis')
  if (!found) throw new Error('no account')
  account = found
})

afterEach(() => app.stop())

async function requestLink(): Promise<string> {
  await app.runner.run('session.requestReset', { server: app.fleep.url, email: account.email })
  return `${app.fleep.url}/reset?notification_id=${app.fleep.state.outbox.at(-1)?.notificationId}`
}

const confirms = () => app.fleep.inputsOf('account/confirm_password').length

test('a reset is not done twice when the sign-in after it failed', async () => {
  const input = { server: app.fleep.url, link: await requestLink(), newPassword }
  expect(await app.runner.run('session.confirmReset', input)).toMatchObject({ ok: true })
  expect(await app.runner.run('session.confirmReset', input)).toMatchObject({ ok: true })
  expect([confirms(), account.password]).toEqual([1, newPassword])
  const other = { ...input, newPassword: 'another one' }
  expect(await app.runner.run('session.confirmReset', other)).toMatchObject({
    error: { code: 'refused', field: 'link' },
  })
})

test('a reset of the own password goes on with the sign-in that failed', async () => {
  await app.session.signIn(app.fleep.url, account.email, account.password)
  const input = { link: await requestLink(), newPassword }
  app.fleep.planFault('account/login', { kind: 'drop-before' })
  expect(await app.runner.run('session.resetOwnPassword', input)).toMatchObject({
    error: { code: 'offline', message: expect.stringContaining('Your new password is set.') },
  })
  expect(await app.runner.run('session.resetOwnPassword', input)).toMatchObject({ ok: true })
  expect([confirms(), account.password, app.store.state.session.kind]).toEqual([1, newPassword, 'signed-in'])
  expect(JSON.stringify(app.store.state)).not.toContain(newPassword)
  expect(app.defects).toEqual([])
})

test.each(['session.confirmReset', 'links.setPassword'] as const)(
  '%s: after a lost answer, the next try says what to do with a used link',
  async (command) => {
    const link = await requestLink()
    await app.runner.run('links.read', { server: app.fleep.url, link })
    const id = app.store.state.openLink?.id ?? 0
    const input = command === 'links.setPassword' ? { id, newPassword } : { server: app.fleep.url, link, newPassword }
    app.fleep.planFault('account/confirm_password', { kind: 'drop-after' })
    expect(await app.runner.run(command, input)).toMatchObject({ error: { code: 'offline' } })
    expect(account.password).toBe(newPassword)
    expect(await app.runner.run(command, input)).toMatchObject({
      error: { code: 'refused', message: expect.stringContaining('If you’ve already used it, sign in') },
    })
  },
)
