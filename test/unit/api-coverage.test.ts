import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FleepServer } from '../fleep-server/server'

const accountEndpoints = readFileSync('test/fleep-server/account-endpoints.txt', 'utf8').trim().split('\n')
const clientSource = readdirSync('main/fleep')
  .map((name) => readFileSync(`main/fleep/${name}`, 'utf8'))
  .join('\n')
const rows = [...readFileSync('docs/api-coverage.md', 'utf8').matchAll(/^\| ([a-z]+\/\S+) +\| (.+?) +\| (.+?) +\|$/gm)]
const covered = rows.map(([, endpoint = '', where = '', testName = '']) => {
  const [, file = '', title = ''] = /^(\S+): (.+)$/.exec(testName) ?? []
  return { endpoint, where, file, title }
})

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
  const called = [...clientSource.matchAll(/'((?:account|alias|avatar|contact)\/[a-z0-9_/]+)'/g)].map(
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
