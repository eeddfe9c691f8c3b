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
  [
    'links.setUp',
    { displayName: 'Kai', password: 'a', fleepAddress: 'kai.newcomer', phoneNumber: '', newsletter: false },
  ],
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

const pastedId = '1f0d4c5a-2b3c-4d5e-8f90-0123456789ab'
const pasted = `https://fleep.io/unsubscribe?email=liis%40meadow.example&notification_id=${pastedId}`
const quoted = pasted.replaceAll('=', '=3D')

test.each([
  ['angle brackets', `<${pasted}>`],
  ['angle brackets over two lines', `<${pasted.slice(0, 60)}\r\n  ${pasted.slice(60)}>`],
  ['a dot behind', `${pasted}.`],
  ['a comma behind', `${pasted},`],
  ['words around', `Unsubscribe here: ${pasted}. If it was not you, do nothing.`],
  ['words and brackets', `[Unsubscribe](${pasted})`],
  ['HTML', `<a href="${pasted.replace('&', '&amp;')}">Unsubscribe</a>`],
  ['&amp;', pasted.replace('&', '&amp;')],
  ['&#38;', pasted.replace('&', '&#38;')],
  ['&#61;', pasted.replaceAll('=', '&#61;')],
  ['&#x3D;', pasted.replaceAll('=', '&#x3D;')],
  ['the address of a mail filter', `https://eur01.filter.example/?url=${encodeURIComponent(pasted)}&data=05%7C02`],
  [
    'two such addresses',
    `https://a.example/x?q=${encodeURIComponent(`https://b.example/?u=${encodeURIComponent(pasted)}`)}`,
  ],
  ['quoted-printable', quoted],
  ['quoted-printable with a soft break', `${quoted.slice(0, 100)}=\r\n${quoted.slice(100)}`],
  ['a soft break whose line break was dropped', `${quoted.slice(0, 100)}=${quoted.slice(100)}`],
  ['quoted-printable HTML', `<a href=3D"${quoted.replace('&', '&amp;')}">`],
  ['no scheme', pasted.slice('https://'.length)],
  ['no scheme, words around', `Open ${pasted.slice('https://'.length)}, please`],
  ['an uppercase host', pasted.replace('https://fleep.io', 'HTTPS://FLEEP.IO')],
  ['an uppercase host without a scheme', pasted.replace('https://fleep.io', 'Fleep.IO')],
  ['two lines', `${pasted.slice(0, 90)}\n${pasted.slice(90)}`],
  ['a link to elsewhere before it', `https://meadow.example/x ${pasted}`],
])('a link pasted with %s is read', (_how, typed) => {
  expect(readMailedLink(typed, 'https://fleep.io')).toEqual({
    id: pastedId,
    purpose: 'unsubscribe',
    email: 'liis@meadow.example',
  })
})

test.each([
  ['3d', '3d1d4c5a-2b3c-4d5e-8f90-0123456789ab'],
  ['3D', '3D1D4C5A-2B3C-4D5E-8F90-0123456789AB'],
])('an id that begins with %s is no quoted-printable', (_how, id) => {
  const link = `https://fleep.io/reset?notification_id=${id}`
  expect(readMailedLink(link, 'https://fleep.io').id).toBe(id.toLowerCase())
  expect(readMailedLink(link.replace('=', '=3D'), 'https://fleep.io').id).toBe(id.toLowerCase())
})

test.each([
  ['the words of an email', 'Click the button below to confirm', 'Paste the whole link from the email.'],
  ['a link to elsewhere', `<${pasted.replace('fleep.io', 'fleep.example')}>`, 'This link isn’t for fleep.io.'],
  [
    'a host that only begins alike',
    pasted.replace('fleep.io', 'fleep.io.evil.example'),
    'This link isn’t for fleep.io.',
  ],
  ['half a link', pasted.slice(0, -4), 'This link is incomplete. Copy the whole link from the email.'],
  ['a code', '202 046', 'This is a code. Enter it under “Create an account” on the sign-in page.'],
])('%s is refused', (_what, typed, message) => {
  expect(() => readMailedLink(typed, 'https://fleep.io')).toThrow(message)
})
