import { expect, test } from 'vitest'
import { toNetworkHost } from '../../main/mail/smtp-login'

test.each([
  ['mail.example.com', 'mail.example.com'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['[::1]', '::1'],
  ['::1', '::1'],
  ['127.0.0.1', '127.0.0.1'],
  ['two words', undefined],
  ['https://mail.example.com', undefined],
  ['mail.example.com:465', undefined],
  ['line\nbreak', undefined],
  ['', undefined],
])('toNetworkHost converts %j to %j', (host, network) => {
  expect(toNetworkHost(host)).toBe(network)
})
