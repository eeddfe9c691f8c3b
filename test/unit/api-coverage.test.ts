import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FleepServer } from '../fleep-server/server'

const page = readFileSync('test/fleep-server/account-endpoints.txt', 'utf8').trim().split('\n')
const client = readdirSync('main/fleep')
  .map((name) => readFileSync(`main/fleep/${name}`, 'utf8'))
  .join('\n')
const rows = [...readFileSync('docs/api-coverage.md', 'utf8').matchAll(/^\| ([a-z]+\/\S+) +\| (.+?) +\| (.+?) +\|$/gm)]
const covered = rows.map(([, endpoint = '', where = '', shown = '']) => {
  const [, file = '', title = ''] = /^(\S+): (.+)$/.exec(shown) ?? []
  return { endpoint, where, file, title }
})

let fleep: FleepServer
beforeAll(async () => {
  fleep = await FleepServer.start()
})
afterAll(() => fleep.goAway())

test('the table names every endpoint of the account page', () => {
  expect(page).toHaveLength(17)
  const named = covered.map(({ endpoint }) => endpoint)
  expect(page.filter((endpoint) => !named.includes(endpoint))).toEqual([])
})

test('the table names every endpoint that the client calls', () => {
  const called = [...client.matchAll(/'((?:account|alias|avatar|contact)\/[a-z0-9_/]+)'/g)].map(([, name]) => name)
  const named = covered.map(({ endpoint }) => endpoint)
  expect([...new Set(called)].sort()).toEqual([...named].sort())
})

test.each(covered)(
  '$endpoint is in the local server, and its test is there',
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
