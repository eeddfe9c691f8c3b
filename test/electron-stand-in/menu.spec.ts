import { expect, isStandIn, test } from './fixture-app'

declare const messageOf: (call: () => unknown) => string
declare const events: string[]

test('Electron refuses menu entries that it cannot show', async ({ launch }) => {
  const { app } = await launch()
  const reasons = await app.evaluate(({ Menu }) => {
    const reasonFor = (item: Electron.MenuItemConstructorOptions) => messageOf(() => Menu.buildFromTemplate([item]))
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

test('menu entries that Electron would ignore in part are refused', async ({ launch }) => {
  test.skip(!isStandIn, 'Electron takes these')
  const { app } = await launch()
  const reasons = await app.evaluate(({ Menu }) => {
    const reasonFor = (item: Electron.MenuItemConstructorOptions) => messageOf(() => Menu.buildFromTemplate([item]))
    return [
      reasonFor({ role: 'about', click: () => undefined }),
      reasonFor({ role: 'shareMenu' }),
      reasonFor({ label: 'Find', accelerator: 'Strg+F' as 'Ctrl+F', registerAccelerator: false }),
      reasonFor({ label: 'Find', before: ['other'] }),
    ]
  })
  expect(reasons).toEqual([
    'the stand-in has no click() of the role about',
    'the stand-in has no menu role shareMenu',
    'the stand-in has no accelerator Strg+F',
    'the stand-in has no MenuItem option before',
  ])
})

test('of radio entries beside each other, one is checked', async ({ launch }) => {
  const { app } = await launch()
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

test('a template that is no list of entries throws', async ({ launch }) => {
  const { app } = await launch()
  const reasons = await app.evaluate(({ Menu, MenuItem }) => {
    const build = (template: unknown) => messageOf(() => Menu.buildFromTemplate(template as []))
    return [
      build('no list'),
      build([null]),
      build([{}]),
      build([{ type: 'checkbox' }]),
      build([{ label: 'A', submenu: [{ visible: true }] }]),
      build([{ type: 'separator' }]),
      build([new MenuItem({ label: 'B' })]),
      messageOf(() => new Menu().append({ label: 'C' } as unknown as Electron.MenuItem)),
      messageOf(() => new Menu().insert(-1, new MenuItem({ label: 'D' }))),
      messageOf(() => Menu.setApplicationMenu({} as Electron.Menu)),
    ]
  })
  const isNone = expect.stringContaining('must have at least one of label, role or type')
  expect(reasons).toEqual([
    'Invalid template for Menu: Menu template must be an array',
    isNone,
    isNone,
    isNone,
    isNone,
    'accepted',
    'accepted',
    'Invalid item',
    'Position -1 cannot be less than 0',
    'Invalid menu',
  ])
})

test('separators fold, and entries keep their icon and their own fields', async ({ launch }) => {
  const { app } = await launch()
  const found = await app.evaluate(({ Menu, nativeImage }) => {
    const separator = { type: 'separator' as const }
    const icon = nativeImage.createEmpty()
    const first = { label: 'A', icon, extra: 'field' }
    const menu = Menu.buildFromTemplate([separator, first, separator, separator, { label: 'B' }, separator])
    const [item] = menu.items
    return {
      types: menu.items.map(({ type }) => type),
      isIcon: item?.icon === icon,
      extra: Reflect.get(item ?? {}, 'extra'),
    }
  })
  expect(found).toEqual({ types: ['normal', 'separator', 'normal'], isIcon: true, extra: 'field' })
})

test('roles have the labels and keys of the system', async ({ launch }) => {
  test.skip(process.platform !== 'linux', 'other systems have others')
  const { app } = await launch()
  const found = await app.evaluate(({ Menu }) => {
    const roles = ['quit', 'close', 'selectAll', 'redo', 'zoomIn', 'togglefullscreen', 'about', 'help'] as const
    const menu = Menu.buildFromTemplate([...roles.map((role) => ({ role })), { role: 'editMenu' }])
    const edit = menu.items.at(-1)?.submenu?.items.length
    return [...menu.items.slice(0, -1).map(({ role, label, accelerator }) => [role, label, accelerator]), edit]
  })
  expect(found).toEqual([
    ['quit', 'Quit', 'CommandOrControl+Q'],
    ['close', 'Close', 'CommandOrControl+W'],
    ['selectall', 'Select All', 'CommandOrControl+A'],
    ['redo', 'Redo', 'Shift+CommandOrControl+Z'],
    ['zoomin', 'Zoom In', 'CommandOrControl+Plus'],
    ['togglefullscreen', 'Toggle Full Screen', 'F11'],
    ['about', 'About', null],
    ['help', 'Help', null],
    9,
  ])
})

test('roles act on the focused window', async ({ launch }) => {
  test.skip(process.platform === 'darwin', 'macOS runs these itself')
  const { app, page, waitForEvent } = await launch()
  await waitForEvent('show')
  const click = (role: string) =>
    app.evaluate(({ Menu, BrowserWindow }, name) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.focus()
      const item = Menu.buildFromTemplate([{ role: name as 'close' }]).items[0]
      item?.click({}, window, window?.webContents)
      return [window?.webContents.zoomLevel, window?.isFullScreen()]
    }, role)
  const width = () => page.evaluate(() => innerWidth)
  const before = await width()
  expect(await click('zoomIn')).toEqual([0.5, false])
  await expect.poll(width).toBeLessThan(before)
  expect(await click('resetZoom')).toEqual([0, false])
  await expect.poll(width).toBe(before)
  await page.evaluate(() => {
    const field = Object.assign(document.createElement('input'), { value: 'some text' })
    document.body.append(field)
    field.focus()
  })
  await click('selectAll')
  const selected = () => page.evaluate(() => document.querySelector('input')?.selectionEnd)
  await expect.poll(selected).toBe('some text'.length)
  const closed = app.waitForEvent('close')
  await click('close').catch(() => undefined)
  await closed
})

test('a key that the page has not handled triggers its entry', async ({ launch }) => {
  const { app, page } = await launch()
  await app.evaluate(({ Menu }) => {
    const add = (label: string, accelerator: string, options: object) => ({
      label,
      accelerator,
      click: () => void events.push(`clicked ${label}`),
      ...options,
    })
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([
        {
          label: 'File',
          submenu: [
            add('print', 'CmdOrCtrl+Shift+P', {}),
            add('shown', 'CmdOrCtrl+K', { registerAccelerator: false }),
            add('handled', 'CmdOrCtrl+J', {}),
            add('off', 'CmdOrCtrl+L', { enabled: false }),
          ],
        },
      ]),
    )
  })
  await page.evaluate(() => {
    addEventListener('keydown', (event) => {
      if (event.key === 'j') event.preventDefault()
    })
  })
  for (const key of ['j', 'k', 'l', 'Shift+p']) await page.keyboard.press(`ControlOrMeta+${key}`)
  const clicked = () => app.evaluate(() => events.filter((event) => event.startsWith('clicked')))
  await expect.poll(clicked).toEqual(['clicked print'])
})

test('checking a radio entry unchecks those up to the next separator', async ({ launch }) => {
  const { app } = await launch()
  const checked = await app.evaluate(({ Menu }) => {
    const menu = Menu.buildFromTemplate([
      { label: 'a', type: 'radio', checked: true },
      { label: 'no radio' },
      { label: 'b', type: 'radio' },
      { type: 'separator' },
      { label: 'c', type: 'radio', checked: true },
    ])
    const [, , second] = menu.items
    if (second) second.checked = true
    return menu.items.map((item) => item.checked)
  })
  expect(checked).toEqual([false, false, true, false, true])
})
