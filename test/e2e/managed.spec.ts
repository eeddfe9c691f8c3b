import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { makeCertificate } from '../mail/certificates'
import { startRawProxy, tunnelling } from '../raw-proxy'
import { type Computer, expect, liis, openThisApp, readState, signIn, test } from './support/app'
import { runCommand, runForJson } from './support/command'

/** Not in DNS, so that the app can reach it only through a proxy. */
const hostName = 'fleep.test'
const certificate = makeCertificate({ name: hostName })

test.use({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the required fixtures from this pattern.
  serverOptions: async ({}, use) => use({ name: hostName, certificate: await certificate }),
})

let proxy: Awaited<ReturnType<typeof startRawProxy>>
let authorities: string

/** Sets everything for the computer. The user's own settings lead nowhere. */
test.beforeEach(async ({ computer }) => {
  proxy = await startRawProxy(tunnelling())
  authorities = join(computer.home, 'company.pem')
  await writeFile(authorities, (await certificate).cert)
  computer.extraEnv = {
    FLEEP_SETTINGS_CA_FILE: join(computer.home, 'nowhere.pem'),
    HTTPS_PROXY: 'http://nowhere.invalid:1',
    NO_PROXY: '*',
  }
  await setForComputer(computer, {})
})
test.afterEach(() => proxy.stop())

async function setForComputer(computer: Computer, changes: Record<string, unknown>): Promise<void> {
  const settings = {
    server: computer.server.url,
    proxy: `http://liis:pr0xy-w0rd@${proxy.address}`,
    authorities,
    updates: 'off',
  }
  await writeFile(computer.managedFile, JSON.stringify({ ...settings, ...changes }), { mode: 0o644 })
}

const setBy = 'Set by your organisation'
const rowTexts = (page: Page) => page.getByRole('region', { name: setBy }).locator('.row').allInnerTexts()

test('what the organisation sets holds and is shown, and cannot be changed in the window', async ({ computer }) => {
  const page = await computer.start()
  await page.getByText('Advanced', { exact: true }).click()
  const server = page.getByRole('textbox', { name: 'Server' })
  await expect(server).toHaveValue(computer.server.url)
  await expect(server).not.toBeEditable()
  await expect(server).toHaveAccessibleDescription(`${setBy}.`)
  await signIn(page, liis)
  await openThisApp(page)
  expect((await rowTexts(page)).map((row) => row.split(/\n+/))).toEqual([
    ['Fleep server', `${setBy}.`, computer.server.url],
    ['Proxy', `${setBy}.`, proxy.address],
    ['Certificate authorities', `${setBy}.`, authorities],
    ['Updates', `${setBy}.`, 'Off'],
  ])
  // A page that is compromised asks the main process directly.
  const answer = await page.evaluate(() =>
    window.fleepSettings.run('session.requestReset', {
      server: 'https://elsewhere.example',
      email: 'liis@meadow.example',
    }),
  )
  expect(answer).toMatchObject({ ok: false, error: { code: 'refused' } })
  expect(JSON.stringify(answer)).toContain(`Your organisation has set the server to ${computer.server.url}.`)
  expect(JSON.stringify(await readState(page))).not.toContain('pr0xy-w0rd')
})

test('commands say what the organisation has set, and refuse to replace it', async ({ computer }) => {
  test.skip(process.platform === 'win32', 'a program with a window prints nothing on Windows')
  const { result } = await runForJson(computer, ['status'])
  expect(result).toMatchObject({ server: computer.server.url, serverIsManaged: true })
  const status = await runCommand(computer, ['status'])
  expect(status.stdout).toContain('The server is set by your organisation.')

  const other = await runCommand(computer, ['status', '--server=https://fleep.io'])
  expect(other).toMatchObject({ exitCode: 4, stdout: '' })
  expect(other.stderr).toContain(`Your organisation has set the server to ${computer.server.url}.`)
  const otherFile = await runCommand(computer, ['status', `--authorities=${computer.managedFile}`])
  expect(otherFile).toMatchObject({ exitCode: 4, stdout: '' })
  expect(otherFile.stderr).toContain(`Your organisation has set the file of certificate authorities to ${authorities}.`)

  const doctor = await runForJson(computer, ['doctor'])
  expect(doctor.exitCode).toBe(0)
  expect(doctor.result).toMatchObject({
    checks: [
      { name: 'keychain' },
      { name: 'network', proxy: `${proxy.address} (set by your organisation)`, works: true },
    ],
    managed: { source: computer.managedFile, server: computer.server.url, authorities, updates: 'off', problems: [] },
  })
  const { stdout } = await runCommand(computer, ['doctor'])
  expect(stdout).toContain(`Set by your organisation in ${computer.managedFile}: server ${computer.server.url}, proxy `)
  expect(stdout).not.toContain('pr0xy-w0rd')
})

test('a session at another server is not used while the organisation has set one', async ({ computer }) => {
  const page = await computer.start()
  await signIn(page, liis)
  await computer.waitForStoredSession()
  await computer.quit()
  await setForComputer(computer, { server: 'https://elsewhere.test' })
  await computer.launch()
  const next = await computer.app.firstWindow()
  await next.getByText('Advanced', { exact: true }).click()
  await expect(next.getByRole('textbox', { name: 'Server' })).toHaveValue('https://elsewhere.test')
})

test('a file that everybody can write holds nothing, and says so', async ({ computer }) => {
  test.skip(process.platform === 'win32', 'Windows has a registry instead')
  await chmod(computer.managedFile, 0o666)
  const page = await computer.start()
  const sentence = `The settings of your organisation don’t apply, because users can change ${computer.managedFile}. Ask your administrator.`
  await expect(page.getByText(sentence)).toBeVisible()
  expect(await readState(page)).toMatchObject({ managed: null })
  const { exitCode, stdout, stderr } = await runCommand(computer, ['status', '--json'])
  expect(stderr).toContain(sentence)
  expect(JSON.parse(stdout).result).toMatchObject({ serverIsManaged: false })
  expect(exitCode).toBe(0)
})
