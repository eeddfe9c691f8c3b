import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPackage } from '@electron/asar'
import { electronExecutable, sandboxSwitches } from '../electron-host'
import { expect, fixtureFolder, isStandIn, test } from './fixture-app'

declare const events: string[]
/** What the fixture tried before the app was ready, and was refused. */
declare const refused: string[]
declare const messageOf: (call: () => unknown) => string

test('ready is emitted before a window is created, and the window is shown once its page is ready', async ({
  launch,
}) => {
  const { app, waitForEvent } = await launch()
  await waitForEvent('show')
  await waitForEvent('did-finish-load')
  const order = (await app.evaluate(() => events)).filter((event) => !event.startsWith('request '))
  const start = order.filter((event) => event !== 'will-finish-launching').slice(0, 4)
  expect(start).toEqual(['ready', 'whenReady', 'web-contents-created', 'dom-ready'])
  expect(order.indexOf('show')).toBe(order.indexOf('ready-to-show') + 1)
  expect(await app.evaluate(({ app }) => [app.getName(), app.getVersion(), app.isReady()])).toEqual([
    'Fixture',
    '1.2.3',
    true,
  ])
})

test('what needs a ready app throws before, and the schemes cannot be registered afterwards', async ({ launch }) => {
  const { app } = await launch()
  const needed = ['BrowserWindow', 'Tray', 'Notification', 'dialog', 'screen', 'session', 'protocol.handle']
  expect(await app.evaluate(() => refused)).toEqual([...needed, 'app.setPath'])
  const register = app.evaluate(({ protocol }) => protocol.registerSchemesAsPrivileged([{ scheme: 'late' }]))
  await expect(register).rejects.toThrow('before app is ready')
})

test('a second instance exits immediately, and the first gets its arguments', async ({ launch, args }) => {
  const { waitForEvent } = await launch()
  const second = spawn(electronExecutable(), args('--word=one'), { stdio: 'ignore' })
  expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(7)
  await waitForEvent('second-instance --word=one')
})

test('an app that handles window-all-closed goes on without a window', async ({ launch }) => {
  const { app, waitForEvent } = await launch('--stay')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await waitForEvent('window-all-closed')
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0)
})

test('closing the last window quits the app, in the order of Electron’s events', async ({ launch }) => {
  const { app, waitForEvent } = await launch()
  await waitForEvent('did-finish-load')
  const output: string[] = []
  app.process().stdout?.on('data', (text) => output.push(String(text)))
  const closed = app.waitForEvent('close')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await closed
  expect(output.join('').trim().split('\n')).toEqual(['close', 'closed', 'before-quit', 'will-quit', 'quit'])
})

test('the app keeps running if a window refuses to close', async ({ launch }) => {
  const { app, page } = await launch()
  await app.evaluate(({ app, BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.once('close', (event) => event.preventDefault())
    app.quit()
  })
  expect(await page.evaluate(() => document.title)).toBe('Fixture')
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

for (const [listen, event, exitCode] of [
  ['--listen', 'before-quit', 0],
  ['--listen=again', 'quit', 9],
] as const) {
  test(`SIGTERM with ${listen}: the script's listener holds only if it is added again`, async ({ launch }) => {
    const { app } = await launch(listen)
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

test('the app goes on after an exception that it does not handle', async ({ launch }) => {
  const { app } = await launch('--fail')
  expect(await app.evaluate(({ app }) => app.isReady())).toBe(true)
})

test('a resume after a suspend is announced', async ({ launch }) => {
  const { app } = await launch()
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

test('what Electron refuses of paths, schemes and switches is refused', async ({ launch }) => {
  const { app } = await launch()
  const found = await app.evaluate(({ app, protocol, session, nativeImage }) => ({
    relative: messageOf(() => app.setPath('userData', 'relative')),
    unknown: messageOf(() => app.setPath('nowhere', '/tmp')),
    unknownRead: messageOf(() => app.getPath('nowhere' as 'home')),
    schemes: ['', '1two', 'a b', 'fixture+link'].map((scheme) => app.setAsDefaultProtocolClient(scheme)),
    twice: messageOf(() => protocol.handle('app', () => new Response(''))),
    areSame: new Set(['net', 'net', 'other'].map((name) => session.fromPartition(name))).size,
    isDefault: session.fromPartition('') === session.defaultSession,
    noBuffer: messageOf(() => nativeImage.createFromBuffer('text' as unknown as Buffer)),
  }))
  expect(found).toEqual({
    relative: 'Path must be absolute',
    unknown: 'Failed to set path',
    unknownRead: "Failed to get 'nowhere' path",
    schemes: [false, false, false, true],
    twice: 'Failed to register protocol: app',
    areSame: 2,
    isDefault: true,
    noBuffer: 'buffer must be a node Buffer',
  })
})

test('the process is that of Electron’s program, with its versions', async ({ launch }) => {
  const { app } = await launch()
  const found = await app.evaluate(({ app }) => {
    const { versions, type, execPath } = process as NodeJS.Process & { type: string }
    return { versions: [versions.electron, versions.chrome], type, isExe: app.getPath('exe') === execPath, execPath }
  })
  expect(found.versions).toEqual([expect.stringMatching(/^\d+\.\d+/), expect.stringMatching(/^\d+\.\d+/)])
  expect(found).toMatchObject({ type: 'browser', isExe: true, execPath: electronExecutable() })
})

test('quitAndInstall closes the windows before before-quit, and a window can refuse', async ({ launch }) => {
  const { app, waitForEvent } = await launch()
  await waitForEvent('did-finish-load')
  const refusedOnce = await app.evaluate(({ autoUpdater, BrowserWindow }) => {
    autoUpdater.on('before-quit-for-update', () => events.push('before-quit-for-update'))
    BrowserWindow.getAllWindows()[0]?.once('close', (event) => event.preventDefault())
    autoUpdater.quitAndInstall()
    return [events.includes('before-quit'), BrowserWindow.getAllWindows().length]
  })
  expect(refusedOnce).toEqual([false, 1])
  const output: string[] = []
  app.process().stdout?.on('data', (text) => output.push(String(text)))
  const closed = app.waitForEvent('close')
  await app.evaluate(({ autoUpdater }) => autoUpdater.quitAndInstall()).catch(() => undefined)
  await closed
  expect(output.join('').trim().split('\n')).toEqual(['close', 'closed', 'before-quit', 'will-quit', 'quit'])
})

test.describe('only in the stand-in', () => {
  test.skip(!isStandIn, 'Electron takes these without a word')

  test('a missing feature is refused by name', async ({ launch }) => {
    const { app } = await launch()
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

  test('an event that the stand-in never emits is refused by name', async ({ launch }) => {
    const { app } = await launch()
    const found = await app.evaluate((electron) => {
      const [window] = electron.BrowserWindow.getAllWindows()
      const listen = (emitter: unknown, event: string) =>
        messageOf(() => (emitter as NodeJS.EventEmitter).on(event, () => undefined))
      return [
        listen(electron.app, 'gpu-info-update'),
        listen(window, 'swipe'),
        listen(window?.webContents, 'console-message'),
        listen(electron.nativeTheme, 'changed'),
        listen(electron.powerMonitor, 'on-ac'),
        listen(electron.session.defaultSession, 'will-download'),
        messageOf(() => window?.once('swipe' as 'show', () => undefined)),
        messageOf(() => window?.addListener('swipe' as 'show', () => undefined)),
        listen(window, 'resize'),
      ]
    })
    expect(found).toEqual([
      'the stand-in has no event gpu-info-update of app',
      'the stand-in has no event swipe of BrowserWindow',
      'the stand-in has no event console-message of webContents',
      'the stand-in has no event changed of nativeTheme',
      'the stand-in has no event on-ac of powerMonitor',
      'the stand-in has no event will-download of session',
      'the stand-in has no event swipe of BrowserWindow',
      'the stand-in has no event swipe of BrowserWindow',
      'accepted',
    ])
  })

  test('login items are compared with their arguments, as on Windows', async ({ launch }) => {
    const { app } = await launch()
    const found = await app.evaluate(({ app }) => {
      app.setLoginItemSettings({ openAtLogin: true, args: ['--hidden'] })
      const without = app.getLoginItemSettings().openAtLogin
      const withArgs = app.getLoginItemSettings({ args: ['--hidden'] }).openAtLogin
      app.setLoginItemSettings({ openAtLogin: false, args: ['--hidden'] })
      return [without, withArgs, app.getLoginItemSettings({ args: ['--hidden'] }).openAtLogin]
    })
    expect(found).toEqual([false, true, false])
  })

  test('in a packed app, no timer comes before ready', async ({ dataFolder }) => {
    const packed = await mkdtemp(join(tmpdir(), 'stand-in-packed-'))
    await mkdir(join(packed, 'resources'))
    for (const file of ['electron', 'page.js']) await cp(join(electronExecutable(), '..', file), join(packed, file))
    await createPackage(fixtureFolder, join(packed, 'resources/app.asar'))
    const orderIn = async (program: string, ...args: string[]) => {
      const child = spawn(program, [...args, ...sandboxSwitches, `--user-data-dir=${dataFolder}`, '--order'])
      let printed = ''
      await new Promise<void>((resolve) => {
        child.stdout.on('data', (text) => {
          printed += text
          if (printed.includes('setTimeout') && printed.includes('ready\n')) resolve()
        })
      })
      child.kill()
      await new Promise((resolve) => child.once('exit', resolve))
      return printed.split('\n').filter((line) => ['microtask', 'setImmediate', 'setTimeout', 'ready'].includes(line))
    }
    expect((await orderIn(join(packed, 'electron'))).slice(0, 2)).toEqual(['microtask', 'ready'])
    expect((await orderIn(electronExecutable(), fixtureFolder)).at(-1)).toBe('ready')
    await rm(packed, { recursive: true, force: true })
  })
})
