import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type Electron from 'electron'
import { expect, isStandIn, test } from './fixture-app'
import type { record } from './record'

declare const messageOf: (call: () => unknown) => string
declare const standIn: typeof record & { setDark(isDark: boolean): void }

test('pictures, displays and login items have the properties that the app reads', async ({ launch }) => {
  const { app } = await launch()
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

test('trays, menus, dialogs and notifications are recorded, and menu entries can be clicked', async ({ launch }) => {
  test.skip(!isStandIn, 'Electron does not record these')
  const { app } = await launch()
  const found = await app.evaluate(async ({ Tray, Menu, dialog, nativeImage, Notification, shell }) => {
    const clicked: string[] = []
    const tray = new Tray(nativeImage.createEmpty())
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

test('a notification that the app does not hold loses its click', async ({ launch }) => {
  test.skip(!isStandIn, 'Electron does not record these')
  const { app } = await launch()
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

test('a picture that cannot be decoded is empty, and stays so', async ({ launch }) => {
  const { app } = await launch()
  const found = await app.evaluate(({ nativeImage, Tray }) => {
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    const png = Buffer.from(pixel, 'base64')
    const files = {
      png,
      cutOff: png.subarray(0, 50),
      gif: Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
      webp: Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64'),
      onlySignature: png.subarray(0, 8),
    }
    const areEmpty = Object.entries(files).map(([name, bytes]) => [name, nativeImage.createFromBuffer(bytes).isEmpty()])
    const resized = nativeImage.createFromBuffer(files.gif).resize({ width: 18, height: 18 })
    const filled = nativeImage.createEmpty()
    filled.addRepresentation({ scaleFactor: 1, buffer: png })
    return {
      areEmpty: Object.fromEntries(areEmpty),
      resized: resized.isEmpty(),
      size: nativeImage.createFromBuffer(png).resize({ width: 18 }).getSize(),
      asPng: nativeImage.createFromBuffer(nativeImage.createFromBuffer(png).resize({ width: 18 }).toPNG()).getSize(),
      emptyAsPng: nativeImage.createEmpty().toPNG().length,
      url: nativeImage.createFromDataURL('data:image/png;base64,AAAA').isEmpty(),
      path: nativeImage.createFromPath('/nowhere.png').isEmpty(),
      filled: filled.isEmpty(),
      tray: messageOf(() => new Tray('/nowhere.png')),
    }
  })
  expect(found).toEqual({
    areEmpty: { png: false, cutOff: true, gif: true, webp: true, onlySignature: true },
    resized: true,
    size: { width: 18, height: 18 },
    asPng: { width: 18, height: 18 },
    emptyAsPng: 0,
    url: true,
    path: true,
    filled: false,
    tray: "Failed to load image from path '/nowhere.png'",
  })
})

test('dialog options of the wrong type throw', async ({ launch }) => {
  const { app } = await launch()
  const reasons = await app.evaluate(({ dialog }) => {
    const refuse = (call: (options: never) => unknown, options: object) => messageOf(() => call(options as never))
    return [
      refuse(dialog.showMessageBox, { message: 1 }),
      refuse(dialog.showMessageBox, { message: '', type: 'fatal' }),
      refuse(dialog.showMessageBox, { message: '', buttons: 'OK' }),
      refuse(dialog.showMessageBox, { message: '', detail: 7 }),
      refuse(dialog.showMessageBox, { message: '', checkboxChecked: true }),
      refuse(dialog.showOpenDialog, { title: 3 }),
      refuse(dialog.showOpenDialog, { properties: 'openFile' }),
      refuse(dialog.showSaveDialog, { defaultPath: {} }),
      messageOf(() => dialog.showErrorBox(3 as unknown as string, '')),
      messageOf(() => Reflect.apply(dialog.showErrorBox, dialog, ['title'])),
    ]
  })
  expect(reasons).toEqual([
    'Message must be a string',
    'Invalid message box type',
    'Buttons must be an array',
    'Detail must be a string',
    'checkboxChecked requires that checkboxLabel also be passed',
    'Title must be a string',
    'Properties must be an array',
    'Default path must be a string',
    expect.stringContaining('Error processing argument'),
    expect.stringContaining('Insufficient number of arguments'),
  ])
})

test.describe('only in the stand-in', () => {
  test.skip(!isStandIn, 'Electron would wait for a user')

  test('a message box that nobody answers is dismissed: it answers cancelId', async ({ launch }) => {
    const { app } = await launch()
    const answers = await app.evaluate(async ({ dialog, BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      const ask = async (options: Partial<Electron.MessageBoxOptions>) =>
        (await dialog.showMessageBox(window as Electron.BrowserWindow, { message: 'Well?', ...options })).response
      standIn.dialogAnswers.push({ response: 2, checkboxChecked: false })
      return [
        await ask({ buttons: ['a', 'b', 'c'], cancelId: 1 }),
        await ask({ buttons: ['a', 'b', 'c'], cancelId: 1 }),
        await ask({ buttons: ['Yes', 'No'] }),
        await ask({ buttons: ['Save', 'Later'], defaultId: 0 }),
        await ask({ buttons: ['Save', 'Cancel'], defaultId: 1 }),
        await ask({}),
      ]
    })
    expect(answers).toEqual([2, 1, 1, 1, 1, 0])
  })

  test('the desktop can fail', async ({ launch }) => {
    const { app } = await launch()
    const found = await app.evaluate(async ({ app, clipboard, Notification, shell }) => {
      Object.assign(standIn.failing, {
        openExternal: true,
        clipboard: true,
        notifications: true,
        protocolClient: true,
      })
      const open = await shell.openExternal('https://outside.invalid/').then(() => 'opened', String)
      const copy = await clipboard.writeText('text').then(() => 'copied', String)
      new Notification({ title: 'Unseen' }).show()
      return {
        open,
        copy,
        isSupported: Notification.isSupported(),
        shown: standIn.notifications.length,
        isRegistered: app.setAsDefaultProtocolClient('fixture'),
        opened: standIn.openedUrls,
        noAddress: messageOf(() => void shell.openExternal('no address')),
      }
    })
    expect(found).toEqual({
      open: 'Error: Failed to open path',
      copy: 'Error: Failed to write to the clipboard',
      isSupported: false,
      shown: 0,
      isRegistered: false,
      opened: [],
      noAddress: expect.stringContaining('Error processing argument at index 0'),
    })
  })

  test('a relaunch starts a program once the app has exited, unless it fails', async ({ launch, dataFolder }) => {
    const relaunch = async (isFailing: boolean, name: string) => {
      const { app } = await launch()
      const child = app.process()
      await app.evaluate(
        ({ app }, [fails, file]) => {
          standIn.failing.relaunch = fails
          app.relaunch({ execPath: '/bin/sh', args: ['-c', `echo relaunched > '${file}'`] })
        },
        [isFailing, join(dataFolder, name)] as const,
      )
      const exited = new Promise((resolve) => child.once('exit', resolve))
      await app.evaluate(({ app }) => app.exit(5)).catch(() => undefined)
      expect(await exited).toBe(5)
    }
    await relaunch(true, 'failed')
    await relaunch(false, 'started')
    await expect.poll(() => readFile(join(dataFolder, 'started'), 'utf8').catch(() => '')).toBe('relaunched\n')
    await expect(readFile(join(dataFolder, 'failed'))).rejects.toThrow('ENOENT')
  })

  test('the desktop can become dark, which the app is told', async ({ launch }) => {
    const { app } = await launch()
    const found = await app.evaluate(({ nativeTheme }) => {
      const seen = [nativeTheme.shouldUseDarkColors]
      nativeTheme.on('updated', () => seen.push(nativeTheme.shouldUseDarkColors))
      standIn.setDark(true)
      return [...seen, nativeTheme.shouldUseDarkColorsForSystemIntegratedUI]
    })
    expect(found).toEqual([false, true, true])
  })
})
