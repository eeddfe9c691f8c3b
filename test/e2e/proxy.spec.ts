import { startProxy } from '../http-proxy'
import { makeCertificate } from '../mail/certificates'
import { expect, liis, test } from './support/app'

/** Not in DNS, so that the app can reach it only through the proxy. */
const hostName = 'fleep.test'

test.use({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the required fixtures from this pattern.
  serverOptions: async ({}, use) => use({ name: hostName, certificate: await makeCertificate({ name: hostName }) }),
})

test('the app signs in through the proxy of the environment', async ({ computer }) => {
  const proxy = await startProxy()
  computer.extraEnv = proxy.variables
  try {
    await computer.startSignedIn(liis)
    // Chromium opens tunnels too, so the list may contain others.
    expect(proxy.tunnels).toContain(new URL(computer.server.url).host)
    expect(computer.server.receivedCalls.map(({ method }) => method)).toContain('account/login')
  } finally {
    proxy.stop()
  }
})
