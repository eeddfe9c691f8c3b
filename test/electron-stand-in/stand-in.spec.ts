import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, _electron as electron, expect, type Page, test } from '@playwright/test'
import { electronExecutable, sandboxSwitches } from '../electron-host'
import type { record } from './shell-surfaces'

type Fixture = { invoke(channel: string, ...args: unknown[]): Promise<unknown> }
declare const fixture: Fixture & { hello(name: string): void; onAnswer(listener: (text: string) => void): void }
declare const happened: string[]
declare const standIn: typeof record

const folder = join(__dirname, 'fixture')
const isStandIn = Boolean(process.env.ELECTRON_OVERRIDE_DIST_PATH)

let dataFolder: string
let app: ElectronApplication
let page: Page

function args(...more: string[]): string[] {
  return [...sandboxSwitches, folder, `--user-data-dir=${dataFolder}`, ...more]
}

async function launch(...more: string[]): Promise<void> {
  app = await electron.launch({ args: args(...more) })
  page = await app.firstWindow()
  await page.getByRole('heading', { name: 'Fixture' }).waitFor()
}

const untilHappened = (what: string) =>
  expect.poll(() => app.evaluate((_electron, wanted) => happened.includes(wanted), what)).toBe(true)

test.beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'stand-in-'))
})

test.afterEach(async () => {
  await app.close()
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

test('ready comes before windows, and a window is shown when its page is there', async () => {
  await launch()
  await untilHappened('show')
  await untilHappened('did-finish-load')
  const order = await app.evaluate(() => happened)
  const start = order.filter((what) => what !== 'will-finish-launching').slice(0, 4)
  expect(start).toEqual(['ready', 'whenReady', 'web-contents-created', 'dom-ready'])
  expect(order.indexOf('show')).toBe(order.indexOf('ready-to-show') + 1)
  expect(await app.evaluate(({ app }) => [app.getName(), app.getVersion(), app.isReady()])).toEqual([
    'Fixture',
    '1.2.3',
    true,
  ])
})

test('invoke and handle carry structured values', async () => {
  await launch()
  const found = await page.evaluate(async () => {
    const value = {
      bytes: new Uint8Array([1, 2, 255]),
      date: new Date(86_400_000),
      nothing: undefined,
      list: [1, [2]],
      map: new Map([['a', 1]]),
    }
    const back = (await fixture.invoke('echo', value)) as typeof value
    return {
      bytes: back.bytes instanceof Uint8Array && [...back.bytes],
      date: back.date instanceof Date && back.date.getTime(),
      hasNothing: 'nothing' in back && back.nothing === undefined,
      list: back.list,
      map: back.map instanceof Map && [...back.map],
      undefinedAlone: await fixture.invoke('echo', undefined),
      inMain: await fixture.invoke('describe', new Date(5)),
    }
  })
  expect(found).toEqual({
    bytes: [1, 2, 255],
    date: 86_400_000,
    hasNothing: true,
    list: [1, [2]],
    map: [['a', 1]],
    undefinedAlone: undefined,
    inMain: 'Date 5',
  })
})

test('a handler that throws rejects with the channel and the reason', async () => {
  await launch()
  const reason = (channel: string) =>
    page.evaluate((name) => fixture.invoke(name).then(String, (error: Error) => error.message), channel)
  expect(await reason('fail')).toBe("Error invoking remote method 'fail': RangeError: the reason")
  expect(await reason('nowhere')).toContain("No handler registered for 'nowhere'")
})

test('a message is answered by webContents.send', async () => {
  await launch()
  const answer = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        fixture.onAnswer(resolve)
        fixture.hello('page')
      }),
  )
  expect(await answer).toBe('hello page')
})

test('pages of the app’s own scheme are loaded, under their content policy', async () => {
  await launch()
  const ran = await page.evaluate(() => ['ownScriptRan' in window, 'inlineRan' in window])
  expect(ran).toEqual([true, false])
  expect(await page.evaluate(() => isSecureContext)).toBe(true)
  expect(await page.evaluate(() => fetch('https://outside.invalid/').catch((error: Error) => error.name))).toBe(
    'TypeError',
  )
})

test('the page sees neither the binding nor the preload’s world', async () => {
  await launch()
  const names = await page.evaluate(() =>
    Object.getOwnPropertyNames(window).filter((name) => /standIn|^require$|ipc/i.test(name)),
  )
  expect(names).toEqual([])
})

test('a call names its sender: window, main frame, the URL as the app writes it', async () => {
  await launch()
  expect(await page.evaluate(() => fixture.invoke('sender'))).toEqual({
    url: 'app://fixture/index.html',
    isMain: true,
    parent: null,
    isWindow: true,
  })
  const inner = await page.evaluate(async () => {
    const frame = Object.assign(document.createElement('iframe'), { src: 'inner.html' })
    document.body.append(frame)
    await new Promise((resolve) => frame.addEventListener('load', resolve))
    return typeof Reflect.get(frame.contentWindow ?? {}, 'fixture')
  })
  expect(inner).toBe('undefined')
})

test('a new window is asked for and denied', async () => {
  await launch()
  expect(await page.evaluate(() => window.open('https://outside.invalid/opened'))).toBeNull()
  await untilHappened('window-open https://outside.invalid/opened')
  await page.getByRole('link', { name: 'out' }).click()
  await untilHappened('window-open https://outside.invalid/')
  expect(app.windows()).toHaveLength(1)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('a navigation that the page starts is asked for and denied', async () => {
  await launch()
  await page.evaluate(() => {
    location.href = 'https://outside.invalid/there'
  })
  await untilHappened('will-navigate https://outside.invalid/there')
  expect(await page.evaluate(() => document.title)).toBe('Fixture')
})

test('permissions are denied, to check and to request', async () => {
  await launch()
  const found = await page.evaluate(async () => ({
    geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
    notifications: await Notification.requestPermission(),
    camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      (error: Error) => error.name,
    ),
  }))
  expect(found.geolocation).toBe('denied')
  expect(found.notifications).toBe('denied')
  expect(found.camera).not.toBe('granted')
})

test('a second start ends at once, and the first hears its arguments', async () => {
  await launch()
  const second = spawn(electronExecutable(), args('--word=one'), { stdio: 'ignore' })
  expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(7)
  await untilHappened('second-instance --word=one')
})

test('closing the last window quits, unless the app says otherwise', async () => {
  await launch('--stay')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await untilHappened('window-all-closed')
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0)
  await app.close()

  await launch()
  const output: string[] = []
  app.process().stdout?.on('data', (text) => output.push(String(text)))
  const closed = app.waitForEvent('close')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await closed
  expect(output.join('').trim().split('\n')).toEqual(['close', 'closed', 'before-quit', 'will-quit', 'quit'])
})

test('a window that is closed while its page comes up is gone', async () => {
  await launch()
  for (const wait of [0, 10, 20, 30, 40]) {
    const isGone = await app.evaluate(async ({ BrowserWindow }, after) => {
      const window = new BrowserWindow({ show: false })
      const closed = new Promise<void>((gone) => window.once('closed', () => gone()))
      window.loadURL('app://fixture/index.html').catch(() => undefined)
      setTimeout(() => window.close(), after)
      await closed
      return window.isDestroyed()
    }, wait)
    expect(isGone).toBe(true)
  }
})

test('a window that refuses to close stays, and so does the app', async () => {
  await launch()
  await app.evaluate(({ app, BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.once('close', (event) => event.preventDefault())
    app.quit()
  })
  expect(await page.evaluate(() => document.title)).toBe('Fixture')
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('pictures, displays and logins are as an app asks for them', async () => {
  await launch()
  const found = await app.evaluate(({ nativeImage, nativeTheme, screen, systemPreferences, app: own }) => {
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    const image = nativeImage.createFromDataURL(`data:image/png;base64,${pixel}`)
    const [display] = screen.getAllDisplays()
    return {
      empties: [image, nativeImage.createFromBuffer(Buffer.from(pixel, 'base64')), nativeImage.createEmpty()].map(
        (each) => each.isEmpty(),
      ),
      dark: typeof nativeTheme.shouldUseDarkColors,
      accent: typeof systemPreferences.getAccentColor(),
      display: Boolean(display && display.workArea.width > 0),
      login: own.getLoginItemSettings().openAtLogin,
    }
  })
  expect(found).toEqual({
    empties: [false, false, true],
    dark: 'boolean',
    accent: 'string',
    display: true,
    login: false,
  })
})

test.describe('only in the stand-in', () => {
  test.skip(!isStandIn, 'Electron keeps no record')

  test('tray, menu, dialog and notification are recorded, and their entries can be clicked', async () => {
    await launch()
    const found = await app.evaluate(async ({ Tray, Menu, dialog, Notification, shell }) => {
      const clicked: string[] = []
      const tray = new Tray('icon.png')
      tray.setContextMenu(
        Menu.buildFromTemplate([
          {
            id: 'more',
            label: 'More',
            submenu: [
              {
                id: 'switch',
                label: 'Switch',
                type: 'checkbox',
                click: (item) => clicked.push(`switch ${item.checked}`),
              },
            ],
          },
          { id: 'off', label: 'Off', enabled: false, click: () => clicked.push('off') },
        ]),
      )
      const menu = standIn.trays[0]?.contextMenu
      menu?.getMenuItemById('switch')?.click()
      menu?.getMenuItemById('off')?.click()
      standIn.dialogAnswers.push({ canceled: false, filePaths: ['/a.png'] })
      const chosen = await dialog.showOpenDialog({ title: 'Choose' })
      const cancelled = await dialog.showOpenDialog({ title: 'Again' })
      new Notification({ title: 'Saved' }).show()
      await shell.openExternal('https://fleep.io/')
      return {
        clicked,
        chosen,
        cancelled,
        dialogs: standIn.dialogs.length,
        notified: standIn.notifications[0]?.title,
        opened: standIn.openedOutside,
      }
    })
    expect(found).toEqual({
      clicked: ['switch true'],
      chosen: { canceled: false, filePaths: ['/a.png'] },
      cancelled: { canceled: true, filePaths: [] },
      dialogs: 2,
      notified: 'Saved',
      opened: ['https://fleep.io/'],
    })
  })

  test('what it lacks is refused by name', async () => {
    await launch()
    const refused = await app.evaluate((electron) => {
      const messageOf = (call: () => unknown) => {
        try {
          call()
          return 'nothing was refused'
        } catch (error) {
          return (error as Error).message
        }
      }
      const [window] = electron.BrowserWindow.getAllWindows()
      return [
        messageOf(() => electron.powerMonitor),
        messageOf(() => electron.app.getGPUInfo('basic')),
        messageOf(() => window?.setOpacity(1)),
        messageOf(() => window?.webContents.print()),
        messageOf(() => electron.dialog.showMessageBoxSync({ message: '' })),
      ]
    })
    expect(refused).toEqual([
      'the stand-in has no electron.powerMonitor',
      'the stand-in has no app.getGPUInfo',
      'the stand-in has no BrowserWindow.setOpacity',
      'the stand-in has no webContents.print',
      'the stand-in has no dialog.showMessageBoxSync',
    ])
  })
})
