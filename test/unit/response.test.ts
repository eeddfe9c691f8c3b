import { expect, test } from 'vitest'
import { readResponse, tokenIdOf } from '../../main/fleep/response'

const [old, next] = ['4f1d2a3b-0000-4000-8000-000000000001', '4f1d2a3b-0000-4000-8000-000000000002']
const past = 'Thu, 01 Jan 1970 00:00:00 GMT'
const future = 'Fri, 01 Jan 2100 00:00:00 GMT'

test.each<[string, string | string[] | undefined, string | undefined]>([
  ['none', undefined, undefined],
  ['another cookie', [`xs_ticket=${old}`], undefined],
  ['one with attributes', [`token_id=${next}; Path=/; Secure; HttpOnly; SameSite=Lax`], next],
  ['one without attributes', `token_id=${next}`, next],
  ['a quoted one', [`token_id="${next}"; Path=/`], next],
  ['the last one', [`token_id=${old}; Path=/`, `xs_ticket=1`, `token_id=${next}; Path=/`], next],
  ['one that comes after a clearing one', [`token_id=deleted; Expires=${past}`, `token_id=${next}; Path=/`], next],
  ['a cleared one', ['token_id=deleted; Path=/'], undefined],
  ['an empty one', ['token_id=; Path=/'], undefined],
  ['an empty quoted one', ['token_id=""; Max-Age=0'], undefined],
  ['one of Max-Age 0', [`token_id=${next}; Max-Age=0`], undefined],
  ['one of a negative Max-Age', [`token_id=${next}; max-age=-1`], undefined],
  ['one that has expired', [`token_id=${next}; expires=${past}`], undefined],
  ['one that expires later', [`token_id=${next}; expires=${future}`], next],
  ['one whose Max-Age counts more', [`token_id=${next}; expires=${past}; Max-Age=60`], next],
  ['one that a later one clears', [`token_id=${next}`, `token_id=${next}; Max-Age=0`], undefined],
])('the session cookie of an answer: %s', (_what, cookies, expected) => {
  expect(tokenIdOf(cookies)).toBe(expected)
})

const call = { origin: 'https://fleep.example', host: 'fleep.example', secrets: () => [], hasSession: true }

function codeOf(status: number, contentType: string, body: string): string {
  try {
    readResponse(
      { status, headers: { 'content-type': contentType }, body: Buffer.from(body) },
      { ...call, mayBeEmpty: false },
    )
    return 'none'
  } catch (reason) {
    return (reason as { code: string }).code
  }
}

const json = JSON.stringify({ error_id: 'not_logged_in', error_message: 'Log in again.' })

test.each<[number, string, string, string]>([
  [401, 'application/json; charset=utf-8', json, 'signed-out'],
  [401, 'application/json', '{"error_message":"Log in again."}', 'signed-out'],
  [403, 'application/json', json, 'refused'],
  // What guest networks and firewalls answer.
  [401, 'text/html', '<html><h1>401 Authorization Required</h1></html>', 'bad-answer'],
  [401, 'text/plain', 'Unauthorized', 'bad-answer'],
  [401, '', '', 'bad-answer'],
  [401, 'text/html', json, 'bad-answer'],
  [401, 'application/json', '"Unauthorized"', 'bad-answer'],
  [401, 'application/json', '{}', 'bad-answer'],
  [401, 'application/json', '{"error":"Please log in","portal":"https://wifi.example"}', 'bad-answer'],
  [401, 'application/json', '<html>', 'bad-answer'],
  [403, 'text/html', '<html>Blocked</html>', 'bad-answer'],
])('status %i with %s counts as Fleep’s only with its JSON', (status, contentType, body, code) => {
  expect(codeOf(status, contentType, body)).toBe(code)
})
