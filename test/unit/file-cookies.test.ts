import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { FleepSession } from '../../main/fleep/fleep-session'
import { Transport } from '../../main/fleep/transport'

const [old, next] = ['4f1d2a3b-0000-4000-8000-000000000001', '4f1d2a3b-0000-4000-8000-000000000002']
const { signal } = new AbortController()
const servers: Server[] = []
const transports: Transport[] = []

afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.close()
  for (const server of servers.splice(0)) server.closeAllConnections()
})

async function startSession(listener: RequestListener) {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const transport = new Transport({ server: url })
  transports.push(transport)
  const renewed: string[] = []
  const session = new FleepSession(transport, 'id', { ticket: 'ticket', tokenId: old })
  session.onRenewed = ({ tokenId }) => renewed.push(tokenId)
  return { session, url, renewed }
}

const get = (kind: 'picture' | 'file', session: FleepSession, url: string): Promise<unknown> =>
  kind === 'picture' ? session.fetch(`${url}/a`) : session.download(`${url}/a`, { part: null, size: null }, signal)

test.each([
  ['picture', 200],
  ['picture', 404],
  ['file', 200],
  ['file', 404],
] as const)('the new cookie of the answer to a %s with status %i is used', async (kind, status) => {
  const { session, url, renewed } = await startSession((_request, response) => {
    response.writeHead(status, { 'set-cookie': [`token_id=${next}; Path=/`] }).end('x')
  })
  await get(kind, session, url).catch(() => undefined)
  expect([session.secrets.tokenId, renewed]).toEqual([next, [next]])
})

test.each(['picture', 'file'] as const)(
  'a %s that is refused with a replaced cookie is asked for once more',
  async (kind) => {
    const cookies: (string | undefined)[] = []
    const json = { 'content-type': 'application/json' }
    const { session, url } = await startSession((request, response) => {
      cookies.push(request.headers.cookie)
      const isOld = request.headers.cookie === `token_id=${old}`
      // Another answer has replaced the cookie while this request was on its way.
      if (isOld) response.writeHead(401, { ...json, 'set-cookie': [`token_id=${next}`] }).end('{}')
      else response.writeHead(200).end('x')
    })
    await get(kind, session, url)
    expect(cookies).toEqual([`token_id=${old}`, `token_id=${next}`])
  },
)

test.each(['picture', 'file'] as const)(
  'a page with status 401 in place of a %s does not end the session',
  async (kind) => {
    const { session, url } = await startSession((_request, response) => {
      response.writeHead(401, { 'content-type': 'text/html' }).end('<html>')
    })
    await expect(get(kind, session, url)).rejects.toMatchObject({ code: 'bad-answer' })
  },
)
