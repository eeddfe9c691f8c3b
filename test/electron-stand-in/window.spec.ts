import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, isStandIn, test } from './fixture-app'

declare const messageOf: (call: () => unknown) => string
declare const standIn: { blankWindows: number }

test('a window can be closed while its page loads', async ({ launch }) => {
  const { app } = await launch()
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

test('a window is larger than its page, and keeps its minimum', async ({ launch }) => {
  const { app, page } = await launch()
  const found = await app.evaluate(({ BrowserWindow }) => {
    const minimum = { minWidth: 420, minHeight: 300 }
    const window = new BrowserWindow({ show: false, width: 500, height: 400, useContentSize: true, ...minimum })
    const content = window.getContentSize()
    const grown = window.getSize().map((side, index) => side - (content[index] ?? 0))
    window.setBounds({ width: 100, height: 100 })
    const smallest = window.getContentSize()
    window.setBounds({ width: 5000 })
    const [widest] = window.getSize()
    const outer = new BrowserWindow({ show: false, width: 500, height: 400 }).getSize()
    for (const other of BrowserWindow.getAllWindows().slice(1)) other.destroy()
    return { content, hasFrame: grown.every((side) => side > 0), smallest, widest, outer }
  })
  expect(found).toMatchObject({ content: [500, 400], smallest: [420, 300], widest: 5000, outer: [500, 400] })
  if (isStandIn) expect(found.hasFrame).toBe(true)
  const sizes = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.setContentSize(700, 500)
    return window?.getContentSize()
  })
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual(sizes)
})

test('maximize shows a window and keeps its normal bounds', async ({ launch }) => {
  const { app } = await launch()
  const found = await app.evaluate(async ({ BrowserWindow, screen }) => {
    const window = new BrowserWindow({ show: false, x: 100, y: 100, width: 500, height: 400 })
    const normal = window.getNormalBounds()
    const maximized = new Promise<void>((resolve) => window.once('maximize', () => resolve()))
    window.maximize()
    await maximized
    const area = screen.getPrimaryDisplay().workArea
    const isLarge = window.getBounds().width >= area.width
    const kept = window.getNormalBounds()
    const isVisible = window.isVisible()
    window.destroy()
    return { isVisible, isLarge, isKept: kept.width === normal.width && kept.height === normal.height }
  })
  expect(found).toEqual({ isVisible: true, isLarge: true, isKept: true })
})

test('a destroyed window, its page and a destroyed tray throw', async ({ launch }) => {
  const { app } = await launch()
  const found = await app.evaluate(({ BrowserWindow, nativeImage, Tray, webContents }) => {
    const window = new BrowserWindow({ show: false })
    const contents = window.webContents
    let closed = 0
    window.on('closed', () => {
      closed += 1
    })
    window.destroy()
    const tray = new Tray(nativeImage.createEmpty())
    tray.destroy()
    return {
      isDestroyed: [window.isDestroyed(), contents.isDestroyed(), tray.isDestroyed()],
      closed,
      messages: [
        messageOf(() => window.show()),
        messageOf(() => window.isVisible()),
        messageOf(() => contents.send('channel')),
        messageOf(() => contents.getURL()),
        messageOf(() => tray.setToolTip('x')),
      ],
      listeners: messageOf(() => window.removeAllListeners()),
      pages: webContents.getAllWebContents().length,
      isNew: webContents.getAllWebContents().includes(contents),
    }
  })
  expect(found).toEqual({
    isDestroyed: [true, true, true],
    closed: 1,
    messages: Array(5).fill('Object has been destroyed'),
    listeners: 'accepted',
    pages: 1,
    isNew: false,
  })
})

test('a destroyed window is gone on the screen too, also while it loads', async ({ launch }) => {
  const { app } = await launch()
  const pages = () => app.context().pages().length
  expect(pages()).toBe(1)
  const opened = app.waitForEvent('window')
  await app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false })
    await window.loadURL('app://fixture/index.html')
    Reflect.set(globalThis, 'loaded', window)
  })
  await opened
  await app.evaluate(({ BrowserWindow }) => {
    Reflect.get(globalThis, 'loaded').destroy()
    const window = new BrowserWindow({ show: false })
    void window.loadURL('app://fixture/index.html')
    window.destroy()
  })
  await expect.poll(pages).toBe(1)
})

test('the pages that Electron lists are those of its windows', async ({ launch }) => {
  const { app } = await launch()
  const isListed = await app.evaluate(({ BrowserWindow, webContents }) => {
    const [window] = BrowserWindow.getAllWindows()
    const [contents] = webContents.getAllWebContents()
    return (
      window?.webContents === contents && BrowserWindow.fromWebContents(contents as Electron.WebContents) === window
    )
  })
  expect(isListed).toBe(true)
})

test('a new page runs code before anything is loaded', async ({ launch }) => {
  const { app } = await launch()
  const found = await app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false })
    const url = await window.webContents.executeJavaScript('document.URL')
    window.destroy()
    return url
  })
  expect(found).toBe('about:blank')
})

test('an exception of a preload is written to standard error', async ({ launch, dataFolder }) => {
  const { app } = await launch()
  const preload = join(dataFolder, 'broken-preload.js')
  await writeFile(preload, "require('node:fs')")
  let written = ''
  app.process().stderr?.on('data', (text) => {
    written += text
  })
  await app.evaluate(({ BrowserWindow }, file) => {
    const window = new BrowserWindow({ show: false, webPreferences: { preload: file } })
    return window.loadURL('app://fixture/index.html')
  }, preload)
  await expect.poll(() => written).toMatch(/preload.*module not found: node:fs/s)
})

test.describe('only in the stand-in', () => {
  test.skip(!isStandIn, 'Electron takes these')

  test('an option without an effect is refused by name', async ({ launch }) => {
    const { app } = await launch()
    const found = await app.evaluate(({ BrowserWindow }) => {
      const create = (options: object) => messageOf(() => new BrowserWindow({ show: false, ...options }))
      const prefer = (options: object) => create({ webPreferences: options })
      return [
        create({ kiosk: true }),
        create({ titleBarStyle: 'hidden' }),
        prefer({ sandbox: false }),
        prefer({ contextIsolation: false }),
        prefer({ nodeIntegration: true }),
        prefer({ webSecurity: false }),
        prefer({ webviewTag: true }),
        prefer({ partition: 'other' }),
        prefer({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, webSecurity: true }),
      ]
    })
    expect(found).toEqual([
      'the stand-in has no BrowserWindow option kiosk',
      'the stand-in has no BrowserWindow option titleBarStyle',
      'the stand-in has no webPreferences.sandbox = false',
      'the stand-in has no webPreferences.contextIsolation = false',
      'the stand-in has no webPreferences.nodeIntegration = true',
      'the stand-in has no webPreferences.webSecurity = false',
      'the stand-in has no webPreferences.webviewTag = true',
      'the stand-in has no webPreferences.partition',
      'accepted',
    ])
  })

  test('a window that is shown before its page is loaded is counted', async ({ launch }) => {
    const { app } = await launch()
    const counts = await app.evaluate(({ BrowserWindow }) => {
      const before = standIn.blankWindows
      const window = new BrowserWindow({ show: false })
      window.show()
      window.destroy()
      return [before, standIn.blankWindows]
    })
    expect(counts).toEqual([0, 1])
  })
})
