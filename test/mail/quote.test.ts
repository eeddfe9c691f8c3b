import { expect, test } from 'vitest'
import { quote } from '../../main/mail/check-failure'

const password = 'mailbox-secret'
const login = {
  address: 'liis@meadow.example',
  host: 'mail.meadow.example',
  port: 465,
  encryption: 'tls',
  username: 'liis',
  password,
} as const
const plain = Buffer.from(`\0liis\0${password}`).toString('base64')
const encoded = Buffer.from(password).toString('base64')

test.each([
  ['broken into two lines', [`Unrecognized: AUTH PLAIN ${plain.slice(0, 20)}`, plain.slice(20)]],
  ['without its end', [`Unrecognized: AUTH PLAIN ${plain.slice(0, -6)}`]],
  ['without its padding', [`Unrecognized: ${encoded.replaceAll('=', '')}`]],
  ['cut off', [`Unknown command ${password.slice(0, 10)}`]],
  ['in lines of eight', plain.match(/.{1,8}/g) ?? []],
])('a password that a server repeats %s is not shown', (_how, lines) => {
  const said = quote({ code: 500, status: '5.5.1', lines }, login)
  const words = said.split(/[\s•]+/)
  for (const secret of [plain, encoded, password]) {
    expect(words.filter((word) => word.length >= 5 && secret.includes(word))).toEqual([])
  }
})

test('the words of a server stay', () => {
  const lines = ['Authentication credentials invalid, see https://mail.meadow.example/help']
  expect(quote({ code: 535, status: '5.7.8', lines }, login)).toBe(`535 5.7.8 ${lines[0]}`)
})
