import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, _electron as electron, expect, type Page, test } from '@playwright/test'
import { electronExecutable, sandboxSwitches } from '../electron-host'
import type { record } from './shell-surfaces'

type Fixture = { invoke(channel: string, ...args: unknown[]): Promise<unknown> }
declare const fixture: Fixture & { hello(name: string): void; onAnswer(listener: (text: string) => void): void }
declare const events: string[]
/** What the fixture tried before the app was ready, and was refused. */
declare const refused: string[]
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

const waitForEvent = (event: string) =>
  expect.poll(() => app.evaluate((_electron, expected) => events.includes(expected), event)).toBe(true)

test.beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'stand-in-'))
})

test.afterEach(async () => {
  await app.close()
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

test('a resume after a suspend is announced', async () => {
  await launch()
  const heard = await app.evaluate(({ powerMonitor }) => {
    let times = 0
    powerMonitor.on('resume', () => {
      times += 1
    })
    powerMonitor.emit('resume')
    return times
  })
  expect(heard).toBe(1)
})

test('ready is emitted before a window is created, and the window is shown once its page is ready', async () => {
  await launch()
  await waitForEvent('show')
  await waitForEvent('did-finish-load')
  const order = await app.evaluate(() => events)
  const start = order.filter((event) => event !== 'will-finish-launching').slice(0, 4)
  expect(start).toEqual(['ready', 'whenReady', 'web-contents-created', 'dom-ready'])
  expect(order.indexOf('show')).toBe(order.indexOf('ready-to-show') + 1)
  expect(await app.evaluate(({ app }) => [app.getName(), app.getVersion(), app.isReady()])).toEqual([
    'Fixture',
    '1.2.3',
    true,
  ])
})

test('invoke and handle pass structured values', async () => {
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

test('what needs a ready app throws before, and the schemes cannot be registered afterwards', async () => {
  await launch()
  const needed = ['BrowserWindow', 'Tray', 'Notification', 'dialog', 'screen', 'session', 'protocol.handle']
  expect(await app.evaluate(() => refused)).toEqual([...needed, 'app.setPath'])
  const register = app.evaluate(({ protocol }) => protocol.registerSchemesAsPrivileged([{ scheme: 'late' }]))
  await expect(register).rejects.toThrow('before app is ready')
})

test('what a preload exposes is frozen, and a value that cannot be cloned rejects', async () => {
  await launch()
  const frozen = await page.evaluate(() => {
    const { plain } = fixture as unknown as { plain: { nested: string[] } }
    return [fixture, plain, plain.nested].map((value) => Object.isFrozen(value))
  })
  expect(frozen).toEqual([true, true, true])
  const sent = page.evaluate(() => fixture.invoke('echo', new WeakMap()).then(() => 'sent', String))
  expect(await sent).toContain('could not be cloned')
})

test('invoke rejects with the channel and the reason if the handler throws', async () => {
  await launch()
  const reason = (channel: string) =>
    page.evaluate((name) => fixture.invoke(name).then(String, (error: Error) => error.message), channel)
  expect(await reason('fail')).toBe("Error invoking remote method 'fail': RangeError: the reason")
  expect(await reason('nowhere')).toContain("No handler registered for 'nowhere'")
})

test('webContents.send sends a message to the page', async () => {
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

test('pages of the app’s scheme load and obey their content security policy', async () => {
  await launch()
  const ran = await page.evaluate(() => ['ownScriptRan' in window, 'inlineRan' in window])
  expect(ran).toEqual([true, false])
  expect(await page.evaluate(() => isSecureContext)).toBe(true)
  expect(await page.evaluate(() => fetch('https://outside.invalid/').catch((error: Error) => error.name))).toBe(
    'TypeError',
  )
})

test('the page has no access to the binding or the preload’s world', async () => {
  await launch()
  const names = await page.evaluate(() =>
    Object.getOwnPropertyNames(window).filter((name) => /standIn|^require$|ipc/i.test(name)),
  )
  expect(names).toEqual([])
})

test('the sender of a call has its window, main frame and app URL, and an inner frame has no preload', async () => {
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

test('the app can deny a new window', async () => {
  await launch()
  expect(await page.evaluate(() => window.open('https://outside.invalid/opened'))).toBeNull()
  await waitForEvent('window-open https://outside.invalid/opened')
  await page.getByRole('link', { name: 'out' }).click()
  await waitForEvent('window-open https://outside.invalid/')
  expect(app.windows()).toHaveLength(1)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('the app can prevent a navigation that the page starts', async () => {
  await launch()
  await page.evaluate(() => {
    location.href = 'https://outside.invalid/there'
  })
  await waitForEvent('will-navigate https://outside.invalid/there')
  expect(await page.evaluate(() => document.title)).toBe('Fixture')
})

test('the app can deny permission checks and requests', async () => {
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

test('a second instance exits immediately, and the first gets its arguments', async () => {
  await launch()
  const second = spawn(electronExecutable(), args('--word=one'), { stdio: 'ignore' })
  expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(7)
  await waitForEvent('second-instance --word=one')
})

test('closing the last window quits the app unless it handles window-all-closed', async () => {
  await launch('--stay')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await waitForEvent('window-all-closed')
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0)
  await app.close()

  await launch()
  await waitForEvent('did-finish-load')
  const output: string[] = []
  app.process().stdout?.on('data', (text) => output.push(String(text)))
  const closed = app.waitForEvent('close')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await closed
  expect(output.join('').trim().split('\n')).toEqual(['close', 'closed', 'before-quit', 'will-quit', 'quit'])
})

test('a window can be closed while its page loads', async () => {
  await launch()
  for (const delay of [0, 10, 20, 30, 40]) {
    const isDestroyed = await app.evaluate(async ({ BrowserWindow }, milliseconds) => {
      const window = new BrowserWindow({ show: false })
      const closed = new Promise<void>((resolve) => window.once('closed', () => resolve()))
      window.loadURL('app://fixture/index.html').catch(() => undefined)
      setTimeout(() => window.close(), milliseconds)
      await closed
      return window.isDestroyed()
    }, delay)
    expect(isDestroyed).toBe(true)
  }
})

test('the app keeps running if a window refuses to close', async () => {
  await launch()
  await app.evaluate(({ app, BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.once('close', (event) => event.preventDefault())
    app.quit()
  })
  expect(await page.evaluate(() => document.title)).toBe('Fixture')
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('pictures, displays and login items have the properties that the app reads', async () => {
  await launch()
  const found = await app.evaluate(({ nativeImage, nativeTheme, screen, systemPreferences, app: electronApp }) => {
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    const image = nativeImage.createFromDataURL(`data:image/png;base64,${pixel}`)
    const [display] = screen.getAllDisplays()
    return {
      areEmpty: [
        image,
        nativeImage.createFromBuffer(Buffer.from(pixel, 'base64')),
        nativeImage.createFromBuffer(Buffer.from('no picture')),
        nativeImage.createEmpty(),
      ].map((item) => item.isEmpty()),
      dark: typeof nativeTheme.shouldUseDarkColors,
      accent: typeof systemPreferences.getAccentColor(),
      display: Boolean(display && display.workArea.width > 0),
      login: electronApp.getLoginItemSettings().openAtLogin,
    }
  })
  expect(found).toEqual({
    areEmpty: [false, false, true, true],
    dark: 'boolean',
    accent: 'string',
    display: true,
    login: false,
  })
})

test('Electron refuses menu entries that it cannot show', async () => {
  await launch()
  const reasons = await app.evaluate(({ Menu }) => {
    const reasonFor = (item: Electron.MenuItemConstructorOptions) => {
      try {
        Menu.buildFromTemplate([item])
        return 'accepted'
      } catch (reason) {
        return (reason as Error).message
      }
    }
    return [
      reasonFor({ id: 'nameless' }),
      reasonFor({ label: 'A', type: 'button' as 'normal' }),
      reasonFor({ label: 'A', type: 'submenu' }),
      reasonFor({ role: 'help', label: 'Help', submenu: [{ label: 'Page', click: () => undefined }] }),
      reasonFor({ label: 'Find', accelerator: 'CommandOrControl+F', registerAccelerator: false }),
    ]
  })
  expect(reasons).toEqual([
    expect.stringContaining('must have at least one of label, role or type'),
    'Unknown menu item type: button',
    'Invalid submenu',
    'accepted',
    'accepted',
  ])
})

test.describe('only in the stand-in', () => {
  test.skip(!isStandIn, 'Electron does not record these')

  test('menu entries that Electron would ignore in part are refused', async () => {
    await launch()
    const reasons = await app.evaluate(({ Menu }) => {
      const reasonFor = (item: Electron.MenuItemConstructorOptions) => {
        try {
          Menu.buildFromTemplate([item])
          return 'accepted'
        } catch (reason) {
          return (reason as Error).message
        }
      }
      return [
        reasonFor({ role: 'about', click: () => undefined }),
        reasonFor({ role: 'shareMenu' }),
        reasonFor({ label: 'Find', accelerator: 'Strg+F' as 'Ctrl+F', registerAccelerator: false }),
        reasonFor({ label: 'Find', accelerator: 'Ctrl+F' }),
      ]
    })
    expect(reasons).toEqual([
      'Electron does not call click() of the role about',
      'the stand-in has no menu role shareMenu',
      'Invalid accelerator: Strg+F',
      'the stand-in has no registered accelerators',
    ])
  })

  test('trays, menus, dialogs and notifications are recorded, and menu entries can be clicked', async () => {
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
        opened: standIn.openedUrls,
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

  test('of radio entries beside each other, one is checked', async () => {
    await launch()
    const checked = await app.evaluate(({ Menu }) => {
      const menu = Menu.buildFromTemplate([
        { id: 'a', label: 'A', type: 'radio', checked: true },
        { id: 'b', label: 'B', type: 'radio' },
        { type: 'separator' },
        { id: 'c', label: 'C', type: 'radio', checked: true },
      ])
      menu.getMenuItemById('b')?.click()
      return menu.items.map(({ id, checked }) => checked && id)
    })
    expect(checked).toEqual([false, 'b', false, 'c'])
  })

  test('a notification that the app does not hold loses its click', async () => {
    await launch()
    const clicked = await app.evaluate(async ({ Notification }) => {
      const titles: string[] = []
      const show = (title: string) => {
        const notification = new Notification({ title })
        notification.on('click', () => titles.push(title))
        notification.show()
        return notification
      }
      show('forgotten')
      const held = show('held')
      // Until the end of a turn, V8 keeps what it has created.
      await new Promise((resolve) => setImmediate(resolve))
      for (const notification of standIn.notifications) notification.click()
      return [held.title, ...titles]
    })
    expect(clicked).toEqual(['held', 'held'])
  })

  test('a missing feature is refused by name', async () => {
    await launch()
    const refused = await app.evaluate((electron) => {
      const messageOf = (call: () => unknown) => {
        try {
          call()
          return 'not refused'
        } catch (error) {
          return (error as Error).message
        }
      }
      const [window] = electron.BrowserWindow.getAllWindows()
      return [
        messageOf(() => electron.powerSaveBlocker),
        messageOf(() => electron.app.getGPUInfo('basic')),
        messageOf(() => window?.setOpacity(1)),
        messageOf(() => window?.webContents.print()),
        messageOf(() => electron.dialog.showMessageBoxSync({ message: '' })),
      ]
    })
    expect(refused).toEqual([
      'the stand-in has no electron.powerSaveBlocker',
      'the stand-in has no app.getGPUInfo',
      'the stand-in has no BrowserWindow.setOpacity',
      'the stand-in has no webContents.print',
      'the stand-in has no dialog.showMessageBoxSync',
    ])
  })
})

for (const [listen, event, exitCode] of [
  ['--listen', 'before-quit', 0],
  ['--listen=again', 'quit', 9],
] as const) {
  test(`SIGTERM with ${listen}: the script's listener holds only if it is added again`, async () => {
    await launch(listen)
    const child = app.process()
    const exited = new Promise((resolve) => child.once('exit', resolve))
    let printed = ''
    child.stdout?.on('data', (text) => {
      printed += text
    })
    child.kill('SIGTERM')
    expect(await exited).toBe(exitCode)
    expect(printed).toContain(event)
    expect(printed).not.toContain('SIGTERM of the script')
  })
}

test('the app goes on after an exception that it does not handle', async () => {
  await launch('--fail')
  expect(await app.evaluate(({ app }) => app.isReady())).toBe(true)
})
