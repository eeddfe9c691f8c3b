import { makeCertificate } from '../mail/certificates'
import { socks5, startRawProxy, tunnelling } from '../raw-proxy'
import { expect, liis, signIn, test } from './support/app'
import { runCommand } from './support/command'

/** Not in DNS, so that the app can reach it only through the proxy. */
const hostName = 'fleep.test'

test.use({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the required fixtures from this pattern.
  serverOptions: async ({}, use) => use({ name: hostName, certificate: await makeCertificate({ name: hostName }) }),
})

const login = { username: 'user', password: 'secret' }
const authorization = `Basic ${Buffer.from('token:').toString('base64')}`

for (const [what, script, environment, switches] of [
  ['HTTPS_PROXY with http://', tunnelling(), (address) => ({ HTTPS_PROXY: `http://${address}` }), () => []],
  ['https_proxy without a scheme', tunnelling(), (address) => ({ https_proxy: address }), () => []],
  ['HTTPS_PROXY with a user', tunnelling(authorization), (at) => ({ HTTPS_PROXY: `http://token@${at}` }), () => []],
  ['ALL_PROXY with SOCKS', socks5(login), (at) => ({ ALL_PROXY: `socks5h://user:secret@${at}` }), () => []],
  ['the system’s settings', tunnelling(), () => ({}), (address) => [`--proxy-server=http://${address}`]],
  [
    'a script of the system’s settings',
    tunnelling(),
    () => ({}),
    (address) => [`--proxy-pac-url=${scriptFor(address)}`],
  ],
] satisfies [
  string,
  Parameters<typeof startRawProxy>[0],
  (at: string) => Record<string, string>,
  (at: string) => string[],
][]) {
  test(`the app signs in through the proxy of ${what}`, async ({ computer }) => {
    const proxy = await startRawProxy(script)
    computer.extraEnv = environment(proxy.address)
    try {
      await computer.launch(...switches(proxy.address))
      const page = await computer.app.firstWindow()
      await signIn(page, liis)
      await page.getByLabel('Name', { exact: true }).waitFor()
      expect(proxy.connections).toBeGreaterThan(0)
      const { host } = new URL(computer.server.url)
      // Chromium opens tunnels too, so the list may contain others. A SOCKS proxy gets no such requests.
      if (!what.includes('SOCKS')) expect(proxy.requests.join()).toContain(`CONNECT ${host} HTTP/1.1`)
      expect(computer.server.receivedCalls.map(({ method }) => method)).toContain('account/login')
    } finally {
      await proxy.stop()
    }
  })
}

/** A script for proxies (PAC) that uses the proxy for the tests' server alone. */
function scriptFor(address: string): string {
  const code = `function FindProxyForURL(url, host) { return host === '${hostName}' ? 'PROXY ${address}' : 'DIRECT' }`
  return `data:application/x-ns-proxy-autoconfig;base64,${Buffer.from(code).toString('base64')}`
}

test('a proxy that refuses is named at the sign-in, and one variable too bad to use as well', async ({ computer }) => {
  const refusing = await startRawProxy(tunnelling('Basic nobody'))
  computer.extraEnv = { HTTPS_PROXY: refusing.address }
  try {
    const page = await computer.start()
    await signIn(page, liis)
    await computer.resize(420, 700)
    const error = page.getByText(`The proxy ${refusing.address} (HTTPS_PROXY) asks for a user name and`)
    // In three lines, it covers neither the field above nor the button below.
    await expect(error).toBeVisible()
    const [field, sentence, button] = await Promise.all(
      [page.getByLabel('Password', { exact: true }), error, page.getByRole('button', { name: 'Sign in' })].map(
        (locator) => locator.boundingBox(),
      ),
    )
    if (!field || !sentence || !button) throw new Error('not visible')
    expect(sentence.y).toBeGreaterThanOrEqual(field.y + field.height)
    expect(sentence.y + sentence.height).toBeLessThanOrEqual(button.y)
    await computer.quit()
    computer.extraEnv = { HTTPS_PROXY: 'socks4://127.0.0.1:1080' }
    const again = await computer.start()
    await signIn(again, liis)
    await expect(again.getByText('This kind of proxy (HTTPS_PROXY) can’t be used.')).toBeVisible()
  } finally {
    await refusing.stop()
  }
})

/** As people write them, by mistake or for another program. */
const unusable = [
  'socks4://127.0.0.1:1080',
  ' ',
  ':::',
  'http://user:50%@127.0.0.1:1',
  '127.0.0.1:1',
  'http://proxy:99999',
]

test('a variable that is no use is never a defect: a command fails with a code, the window keeps the session', async ({
  computer,
}) => {
  const proxy = await startRawProxy(tunnelling())
  const setName = async (value: string) => {
    computer.extraEnv = { HTTPS_PROXY: value }
    return (await runCommand(computer, ['set', 'name=Liis'])).exitCode
  }
  try {
    computer.extraEnv = { HTTPS_PROXY: proxy.address }
    const { url } = computer.server
    expect((await runCommand(computer, ['sign-in', liis.email, '--server', url], [liis.password])).exitCode).toBe(0)
    for (const value of unusable.slice(0, 4)) expect(await setName(value), value).toBe(5)
    computer.extraEnv = { HTTPS_PROXY: ':::' }
    const page = await computer.start()
    await expect(page.getByText('HTTPS_PROXY doesn’t name a proxy that can be used.').first()).toBeVisible()
    await computer.quit()
    expect(await setName(proxy.address)).toBe(0)
  } finally {
    await proxy.stop()
  }
})

test.describe('a server on this computer', () => {
  test.use({ serverOptions: {} })

  test('is reached whatever the variables are', async ({ computer }) => {
    const { url } = computer.server
    expect((await runCommand(computer, ['sign-in', liis.email, '--server', url], [liis.password])).exitCode).toBe(0)
    for (const value of unusable) {
      computer.extraEnv = { HTTPS_PROXY: value, http_proxy: value, ALL_PROXY: value }
      expect((await runCommand(computer, ['set', 'name=Liis'])).exitCode, value).toBe(0)
    }
  })
})
