import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endpointTests } from '../e2e/support/endpoint-tests'
import { FleepServer } from '../fleep-server/server'

const accountEndpoints = readFileSync('test/fleep-server/account-endpoints.txt', 'utf8').trim().split('\n')
const clientSource = readdirSync('main/fleep')
  .map((name) => readFileSync(`main/fleep/${name}`, 'utf8'))
  .join('\n')
const covered = endpointTests()

let fleep: FleepServer
beforeAll(async () => {
  fleep = await FleepServer.start()
})
afterAll(() => fleep.stop())

test('the table lists every endpoint of the account page', () => {
  expect(accountEndpoints).toHaveLength(17)
  const listed = covered.map(({ endpoint }) => endpoint)
  expect(accountEndpoints.filter((endpoint) => !listed.includes(endpoint))).toEqual([])
})

test('the table lists exactly the endpoints that the client calls', () => {
  const called = [...clientSource.matchAll(/'((?:account|alias|avatar|contact|event)\/[a-z0-9_/]+)'/g)].map(
    ([, name]) => name,
  )
  const listed = covered.map(({ endpoint }) => endpoint)
  expect([...new Set(called)].sort()).toEqual([...listed].sort())
})

test.each(covered)(
  '$endpoint exists in the local server, and its end-to-end test exists',
  async ({ endpoint, where, file, title }) => {
    expect(where).not.toBe('')
    const { status } = await fetch(`${fleep.url}/api/${endpoint}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(status).not.toBe(404)
    expect(readFileSync(`test/e2e/${file}`, 'utf8')).toContain(`test('${title}'`)
  },
)

/** The fields that the API's account page lists: endpoint, `in` or `out`, field. */
const accountFields = readFileSync('test/fleep-server/account-fields.txt', 'utf8').trim().split('\n')
const fieldRow = /^\| `(\S+)` (in|out) +\| `(\S+)` +\| (.*?) +\| (.*?) +\| (.*?) +\|$/gm
const fieldRows = [...readFileSync('docs/api-coverage.md', 'utf8').matchAll(fieldRow)].map(
  ([, endpoint = '', direction = '', field = '', where = '', cli = '', file = '']) => {
    return { endpoint, direction, field, where, cli, file }
  },
)
/** How a cell begins that says why a field has no place. */
const reason = /^(?:not used|not offered|never shown|used by itself|sent with the file)/

test('the second table lists exactly the fields of the account page, and its endpoints are those of the first', () => {
  const listed = fieldRows.map(({ endpoint, direction, field }) => `${endpoint} ${direction} ${field}`)
  expect(listed).toEqual(accountFields)
  expect(new Set(listed).size).toBe(listed.length)
  const named = new Set(accountFields.map((line) => line.split(' ')[0]))
  // These have no field: the page says "None" or nothing.
  const without = accountEndpoints.filter((endpoint) => !named.has(endpoint))
  expect(without).toEqual(['avatar/delete'])
})

test.each(fieldRows)('$endpoint: $direction $field has a place or a reason, and its test names it', (row) => {
  const { endpoint, field, where, cli, file } = row
  expect(where).toMatch(/\S{3}/)
  expect(where).not.toBe('pending')
  expect(cli).toMatch(/\S{3}/)
  if (file === '–') {
    expect(where).toMatch(reason)
    // A reason is a sentence, not only the word.
    expect(where.length).toBeGreaterThan(20)
    return
  }
  const source = readFileSync(`test/${file}`, 'utf8')
  const isNamed = new RegExp(`\\b${field}\\b`).test(source) || source.includes(`'${endpoint}'`)
  expect(isNamed, `${file} names neither ${field} nor ${endpoint}`).toBe(true)
})
