import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeCertificate } from '../mail/certificates'
import { startRawProxy, tunnelling } from '../raw-proxy'
import { type Computer, expect, liis, signIn, test } from './support/app'
import { runCommand } from './support/command'

/** Not in DNS, so that the app can reach it only through a proxy. */
const hostName = 'fleep.test'
const certificate = makeCertificate({ name: hostName })

test.use({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the required fixtures from this pattern.
  serverOptions: async ({}, use) => use({ name: hostName, certificate: await certificate }),
})

let proxy: Awaited<ReturnType<typeof startRawProxy>>
let file: string

test.beforeEach(async ({ computer }) => {
  proxy = await startRawProxy(tunnelling())
  file = join(computer.home, 'company.pem')
  await writeFile(file, (await certificate).cert)
  // The tests' own authorities are not trusted.
  computer.extraEnv = { FLEEP_SETTINGS_CA_FILE: '' }
})

test.afterEach(() => proxy.stop())

const systemProxy = () => `--proxy-server=http://${proxy.address}`

const signInByCommand = (computer: Computer, ...options: string[]) =>
  runCommand(
    computer,
    [systemProxy(), 'sign-in', liis.email, '--server', computer.server.url, ...options],
    [liis.password],
  )

test('an authority that the app does not know is refused, and trusted if an option names its file', async ({
  computer,
}) => {
  await computer.launch(systemProxy())
  let page = await computer.app.firstWindow()
  await signIn(page, liis)
  await expect(page.getByText('is from an authority that this app doesn’t know. Nothing was sent.')).toBeVisible()
  expect(computer.server.receivedCalls).toEqual([])
  await computer.quit()
  await computer.launch(systemProxy(), `--authorities=${file}`)
  page = await computer.app.firstWindow()
  await signIn(page, liis)
  await page.getByLabel('Name', { exact: true }).waitFor()
})

test('an authority that the system trusts is trusted', async ({ computer }) => {
  test.skip(process.platform !== 'linux', 'only Linux reads this variable')
  computer.extraEnv.SSL_CERT_FILE = file
  await computer.launch(systemProxy())
  const page = await computer.app.firstWindow()
  await signIn(page, liis)
  await page.getByLabel('Name', { exact: true }).waitFor()
})

test('a command uses the system’s proxy and a named file, and names a file that is missing', async ({ computer }) => {
  const refused = await signInByCommand(computer)
  expect(refused.stderr).toContain('is from an authority that this app doesn’t know. Nothing was sent.')
  const missing = await signInByCommand(computer, '--authorities', '/nonexistent/company.pem')
  expect(missing.stderr).toContain('The file of certificate authorities /nonexistent/company.pem can’t be read.')
  expect(missing.exitCode).toBe(refused.exitCode)
  expect((await signInByCommand(computer, '--authorities', file)).exitCode).toBe(0)
  expect(proxy.connections).toBeGreaterThan(0)
  computer.extraEnv.FLEEP_SETTINGS_CA_FILE = file
  expect((await runCommand(computer, [systemProxy(), 'status'])).exitCode).toBe(0)
})
