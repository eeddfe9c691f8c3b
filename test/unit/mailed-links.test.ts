import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CommandName } from '../../contract'
import { readMailedLink } from '../../main/fleep/mailed-link'
import { sendNotificationEmail } from '../fleep-server/notification-calls'
import { startApp } from './start-app'

let app: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  app = await startApp()
})
afterEach(() => app.stop())

const createId = () => {
  const [account] = app.fleep.state.accounts.values()
  if (!account) throw new Error('the local server has no account')
  return sendNotificationEmail(app.fleep.state, account)
}
const linkTo = (path: string, id: string) => `${app.fleep.url}/${path}?notification_id=${id}`
const openId = () => app.store.state.openLink?.id ?? 0

test('the same link keeps its dialog, also after its purpose was chosen', async () => {
  const id = createId()
  app.links.open(id)
  const first = openId()
  await app.runner.run('links.choosePurpose', { id: first, purpose: 'reset-password' })
  app.links.open(id)
  expect(app.store.state.openLink).toMatchObject({ id: first, purpose: 'reset-password' })
  // An email has several links with the same id.
  app.links.open(linkTo('unsubscribe', id))
  expect(app.store.state.openLink).toMatchObject({ id: first + 1, purpose: 'unsubscribe' })
  await app.runner.run('links.dismiss', { id: first + 1 })
  app.links.open(linkTo('unsubscribe', id))
  expect(openId()).toBe(first + 2)
})

test.each<[CommandName, object]>([
  ['links.choosePurpose', { purpose: 'unsubscribe' }],
  ['links.readInvitation', {}],
  ['links.follow', {}],
  ['links.setInterval', { emailInterval: 'never' }],
  ['links.setPassword', { newPassword: 'seven quiet herons' }],
  ['links.setUp', { displayName: 'Kai', password: 'a', fleepAddress: 'kai', phoneNumber: '', newsletter: false }],
  ['links.dismiss', {}],
])('%s does not act on a link that was opened just before the click', async (name, input) => {
  app.links.open(linkTo('unsubscribe', createId()))
  const seen = openId()
  app.links.open(linkTo('unsubscribe', createId()))
  const before = app.store.state.openLink
  expect(await app.runner.run(name, { id: seen, ...input })).toMatchObject({
    error: { code: 'refused', message: 'Another link was opened in the meantime. Look at that one first.' },
  })
  expect(app.store.state.openLink).toBe(before)
  expect(app.fleep.receivedCalls).toEqual([])
})

test('a link that was opened while another one was followed stays open', async () => {
  app.links.open(linkTo('unsubscribe', createId()))
  const following = app.links.follow(openId())
  app.links.open(linkTo('email_interval', createId()))
  const later = openId()
  await following
  expect(app.store.state).toMatchObject({ openLink: { id: later }, linkResult: expect.any(String) })
})

test.each(['\u202e', '\u200b', '\u00ad', '\u3164', '\n'])('an address with %j in a link is not shown', (hidden) => {
  const link = `${linkTo('unsubscribe', createId())}&email=${encodeURIComponent(`liis${hidden}@meadow.example`)}`
  expect(readMailedLink(link, app.fleep.url).email).toBeNull()
  expect(readMailedLink(link.replace(encodeURIComponent(hidden), ''), app.fleep.url).email).toBe('liis@meadow.example')
})
