import { startProxy } from '../http-proxy'
import { makeCertificate } from '../mail/certificates'
import { expect, liis, test } from './support/app'

/** DNS does not know it: what reaches it came through the proxy. */
const name = 'fleep.test'

test.use({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are wanted.
  place: async ({}, use) => use({ name, certificate: await makeCertificate({ name }) }),
})

test('the app signs in through the proxy of the environment', async ({ computer }) => {
  const proxy = await startProxy()
  computer.variables = proxy.variables
  try {
    await computer.startSignedIn(liis)
    // Chromium opens tunnels as well.
    expect(proxy.tunnels).toContain(new URL(computer.server.url).host)
    expect(computer.server.seen.map(({ method }) => method)).toContain('account/login')
  } finally {
    proxy.stop()
  }
})
