import { expect, test } from 'vitest'
import { Failure } from '../../main/core/failure'
import { readResponse } from '../../main/fleep/response'
import { networkFailure, withServerField } from '../../main/http/network-failure'

/** An error of Node for a name that the system cannot resolve. */
function notFound(hostname: string): Error {
  return Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND', hostname })
}

function answerOf(status: number, contentType: string, body = '') {
  return { status, headers: { 'content-type': contentType }, body: Buffer.from(body) }
}

function failureOf(host: string, response: ReturnType<typeof answerOf>): Failure {
  try {
    readResponse(response, {
      origin: `https://${host}`,
      host,
      secrets: () => [],
      hasSession: true,
      mayBeEmpty: false,
    })
  } catch (reason) {
    if (reason instanceof Failure) return reason
  }
  throw new Error('no failure')
}

test.each([
  ['fleep.exmaple', notFound('fleep.exmaple')],
  ['fleep.exmaple:8443', new TypeError('fetch failed', { cause: notFound('fleep.exmaple') })],
])('a server %s whose name does not exist is told beside the server', (host, error) => {
  const failure = networkFailure(error, host)
  expect(failure).toMatchObject({ code: 'offline', field: undefined })
  expect(failure.message).toBe(`No server called ${host} was found. Check its address and your connection.`)
  expect(() => withServerField(failure)).toThrow(expect.objectContaining({ code: 'offline', field: 'server' }))
})

test.each([
  ['Fleep’s own server', 'fleep.io', notFound('fleep.io')],
  ['a proxy', 'fleep.example', notFound('proxy.example')],
  ['a refused connection', 'fleep.example', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })],
])('%s that is not found is a matter of the connection', (_what, host, error) => {
  const failure = networkFailure(error, host)
  expect(failure.message).toBe(`Couldn’t reach ${host}. Check your connection.`)
  expect(() => withServerField(failure)).toThrow(expect.objectContaining({ field: undefined }))
})

test.each([
  ['a web page', answerOf(200, 'text/html; charset=utf-8', '<html>')],
  ['a redirect', answerOf(302, 'text/html')],
  ['511 Network Authentication Required', answerOf(511, 'text/html', '<html>')],
])('%s in place of Fleep’s answer points to the sign-in page of the network', (_what, response) => {
  expect(failureOf('fleep.io', response)).toMatchObject({
    code: 'bad-answer',
    message:
      'Something on this network answers instead of fleep.io. On hotel or café Wi-Fi, sign in to it in your browser first.',
  })
  const elsewhere = failureOf('fleep.example', response)
  expect(elsewhere.code).toBe('bad-answer')
  expect(elsewhere.message).toMatch(/Is it a Fleep server\?|Check its address\. On hotel or café Wi-Fi/)
})

test.each([
  ['a page of a failing server', answerOf(502, 'text/html', '<html>'), 'server-fault'],
  ['JSON of another kind', answerOf(200, 'application/json', '[]'), 'bad-answer'],
])('%s is a defect and not the network', (_what, response, code) => {
  const failure = failureOf('fleep.io', response)
  expect(failure.code).toBe(code)
  expect(failure.message).not.toContain('Wi-Fi')
})

test('a certificate that is not trusted mentions Wi-Fi only at Fleep’s own host', () => {
  const error = Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  expect(networkFailure(error, 'fleep.io')).toMatchObject({ code: 'untrusted-server' })
  expect(networkFailure(error, 'fleep.io').message).toContain('Wi-Fi')
  expect(networkFailure(error, 'fleep.example').message).not.toContain('Wi-Fi')
})

test.each([
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'HOST doesn’t answer with an encrypted connection. Nothing was sent.', true],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'HOST doesn’t answer with an encrypted connection. Nothing was sent.', true],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'Couldn’t make an encrypted connection to HOST. Nothing was sent.', true],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'Couldn’t make an encrypted connection to HOST. Nothing was sent.', true],
  [
    'CERT_HAS_EXPIRED',
    'The connection to HOST isn’t secure: its certificate has expired. Nothing was sent. Is the clock of this computer right?',
    false,
  ],
  [
    'CERT_NOT_YET_VALID',
    'The connection to HOST isn’t secure: its certificate isn’t valid yet. Nothing was sent. Is the clock of this computer right?',
    false,
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'The connection to HOST isn’t secure: its certificate is for another server. Nothing was sent.',
    true,
  ],
  [
    'CERT_REVOKED',
    'The connection to HOST isn’t secure: its certificate couldn’t be verified. Nothing was sent.',
    true,
  ],
])('%s says what is wrong with the encryption', (code, sentence, mayBeNetwork) => {
  const error = Object.assign(new Error('tls'), { code })
  const elsewhere = networkFailure(error, 'fleep.example')
  expect([elsewhere.code, elsewhere.message]).toEqual(['untrusted-server', sentence.replace('HOST', 'fleep.example')])
  const { message } = networkFailure(error, 'fleep.io')
  const hint = ' On hotel or café Wi-Fi, sign in to it in your browser first.'
  expect(message).toBe(sentence.replace('HOST', 'fleep.io') + (mayBeNetwork ? hint : ''))
})
