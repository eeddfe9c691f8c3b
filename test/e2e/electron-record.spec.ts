import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from './support/app'
import { installRecord, isOnStandIn } from './support/electron-record'

test('what tests read of the desktop passes one helper, which also works on Electron', () => {
  const files = execFileSync(
    'git',
    ['ls-files', 'test/e2e', 'test/packed', 'test/stress', 'test/demo', 'test/installed'],
    {
      encoding: 'utf8',
    },
  )
  const users = files.split('\n').filter((file) => file && /\bstandIn\b/.test(readFileSync(file, 'utf8')))
  expect(users).toEqual(['test/e2e/support/electron-record.ts'])
})

test('every test that is skipped gives its reason', () => {
  const files = execFileSync('git', ['grep', '-lE', '\\b(test|base)\\.(skip|fixme)\\(', '--', 'test'], {
    encoding: 'utf8',
  })
  const calls = files
    .split('\n')
    .filter((file) => file.endsWith('.spec.ts') && !file.endsWith('electron-record.spec.ts'))
    .flatMap((file) => readFileSync(file, 'utf8').match(/\b(?:test|base)\.(?:skip|fixme)\([^\n]*/g) ?? [])
  expect(calls.length).toBeGreaterThan(20)
  expect(calls.filter((call) => !/, (?:'.{8,}'|`.{8,}`|why\w+(?:\(\))?)\)$/.test(call))).toEqual([])
})

test('the record that Electron gets notes dialogs, notifications, pages, the clipboard and trays', async ({
  computer,
}) => {
  test.skip(!isOnStandIn, 'every other test uses it there')
  const app = await computer.launch()
  await app.firstWindow()
  // Beside the stand-in's own, to use the functions of one with the classes of the other.
  await installRecord(app, 'electronRecord')
  const noted = await app.evaluate(async ({ clipboard, dialog, Menu, nativeImage, Notification, shell, Tray }) => {
    const record = Reflect.get(globalThis, 'electronRecord')
    record.dialogAnswers.push({ response: 1, checkboxChecked: true })
    const answers = [
      await dialog.showMessageBox({ message: 'a', buttons: ['x', 'y'] }),
      await dialog.showMessageBox({ message: 'b', buttons: ['x', 'y'], cancelId: 1 }),
      await dialog.showOpenDialog({ title: 'c' }),
    ]
    await clipboard.writeText('copied')
    await shell.openExternal('https://fleep.io/')
    const notification = new Notification({ title: 'title', body: 'body' })
    let clicks = 0
    notification.on('click', () => {
      clicks += 1
    })
    notification.show()
    record.notifications[0].click()
    const tray = new Tray(nativeImage.createEmpty())
    tray.setContextMenu(Menu.buildFromTemplate([{ id: 'one', label: 'One', click: () => clicks++ }]))
    record.trays[0].contextMenu.getMenuItemById('one').click()
    tray.destroy()
    const { openedUrls, clipboard: text, dialogs, trays } = record
    return {
      answers,
      openedUrls,
      text,
      dialogs: dialogs.map(({ kind }: { kind: string }) => kind),
      trays: trays.length,
      clicks,
    }
  })
  expect(noted).toEqual({
    answers: [
      { response: 1, checkboxChecked: true },
      { response: 1, checkboxChecked: false },
      { canceled: true, filePaths: [] },
    ],
    openedUrls: ['https://fleep.io/'],
    text: 'copied',
    dialogs: ['message', 'message', 'open'],
    trays: 1,
    clicks: 2,
  })
})
