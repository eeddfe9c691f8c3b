import { expect, type FixtureBridge, isStandIn, test } from './fixture-app'

declare const fixture: FixtureBridge
declare const events: string[]
declare const granted: Set<string>
declare const standIn: { openedUrls: string[] }

test('invoke and handle pass structured values', async ({ launch }) => {
  const { page } = await launch()
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

test('what a preload exposes is frozen, and a value that cannot be cloned rejects', async ({ launch }) => {
  const { page } = await launch()
  const frozen = await page.evaluate(() => {
    const { plain } = fixture as unknown as { plain: { nested: string[] } }
    return [fixture, plain, plain.nested].map((value) => Object.isFrozen(value))
  })
  expect(frozen).toEqual([true, true, true])
  // It throws before there is a promise.
  const sent = page.evaluate(async () =>
    (async () => fixture.invoke('echo', new WeakMap()))().then(() => 'sent', String),
  )
  expect(await sent).toContain('could not be cloned')
})

test('the bridge copies promises, errors and nested values, and exposes a name once', async ({ launch }) => {
  const { page } = await launch()
  const found = await page.evaluate(async () => {
    const exposed = fixture as unknown as {
      later: Promise<string>
      failure: Error
      same(value: unknown): unknown
      secondExposure(): string
    }
    const own = () => 1
    const circular: { self?: unknown } = {}
    circular.self = circular
    const back = exposed.same(circular) as typeof circular
    const nest = (levels: number) => {
      let value: unknown[] = []
      for (let level = 0; level < levels; level += 1) value = [value]
      try {
        exposed.same(value)
        return 'accepted'
      } catch {
        return 'refused'
      }
    }
    return {
      later: await exposed.later,
      failure: exposed.failure instanceof Error && exposed.failure.message,
      isOwn: exposed.same(own) === own,
      isCircular: back.self === back && back !== circular,
      promise: await (exposed.same(Promise.resolve(7)) as Promise<number>),
      nested: [nest(999), nest(1000)],
      second: exposed.secondExposure(),
    }
  })
  expect(found).toEqual({
    later: 'settled',
    failure: 'kept',
    isOwn: true,
    isCircular: true,
    promise: 7,
    nested: ['accepted', 'refused'],
    second: 'refused',
  })
})

test('invoke rejects with the channel and the reason if the handler throws', async ({ launch }) => {
  const { page } = await launch()
  const reason = (channel: string) =>
    page.evaluate((name) => fixture.invoke(name).then(String, (error: Error) => error.message), channel)
  expect(await reason('fail')).toBe("Error invoking remote method 'fail': RangeError: the reason")
  expect(await reason('nowhere')).toContain("No handler registered for 'nowhere'")
})

test('webContents.send sends a message to the page', async ({ launch }) => {
  const { page } = await launch()
  const answer = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        fixture.onAnswer(resolve)
        fixture.hello('page')
      }),
  )
  expect(await answer).toBe('hello page')
})

test('pages of the app’s scheme load and obey their content security policy', async ({ launch }) => {
  const { page } = await launch()
  const ran = await page.evaluate(() => ['ownScriptRan' in window, 'inlineRan' in window])
  expect(ran).toEqual([true, false])
  expect(await page.evaluate(() => isSecureContext)).toBe(true)
  expect(await page.evaluate(() => fetch('https://outside.invalid/').catch((error: Error) => error.name))).toBe(
    'TypeError',
  )
})

test('the page has no access to the binding or the preload’s world', async ({ launch }) => {
  const { page } = await launch()
  const names = await page.evaluate(() =>
    Object.getOwnPropertyNames(window).filter((name) => /standIn|^require$|ipc/i.test(name)),
  )
  expect(names).toEqual([])
})

test('the sender of a call has its window, main frame and app URL, and an inner frame has no preload', async ({
  launch,
}) => {
  const { page } = await launch()
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

test('the app can deny a new window', async ({ launch }) => {
  const { app, page, waitForEvent } = await launch()
  expect(await page.evaluate(() => window.open('https://outside.invalid/opened'))).toBeNull()
  await waitForEvent('window-open https://outside.invalid/opened')
  await page.getByRole('link', { name: 'out' }).click()
  await waitForEvent('window-open https://outside.invalid/')
  expect(app.windows()).toHaveLength(1)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('the app can prevent a navigation that the page starts', async ({ launch }) => {
  const { page, waitForEvent } = await launch()
  await page.evaluate(() => {
    location.href = 'https://outside.invalid/there'
  })
  await waitForEvent('will-navigate https://outside.invalid/there')
  expect(await page.evaluate(() => document.title)).toBe('Fixture')
})

test('the app can deny permission checks and requests', async ({ launch }) => {
  const { page } = await launch()
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

test('a handler that throws, or returns no response, fails the request and rejects loadURL', async ({ launch }) => {
  const { app } = await launch()
  const found = await app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false })
    const load = (url: string) =>
      window.loadURL(url).then(
        () => 'loaded',
        ({ code, errno, url: failed }: Error & { code: string; errno: number; url: string }) => [code, errno, failed],
      )
    const reasons = []
    for (const name of ['broken', 'nothing', 'error']) reasons.push(await load(`app://fixture/${name}.html`))
    reasons.push(await load('no address'))
    const isLoading = window.webContents.isLoading()
    window.destroy()
    return { reasons, isLoading }
  })
  expect(found.reasons).toEqual([
    ['ERR_UNEXPECTED', -9, 'app://fixture/broken.html'],
    ['ERR_UNEXPECTED', -9, 'app://fixture/nothing.html'],
    ['ERR_FAILED', -2, 'app://fixture/error.html'],
    ['ERR_INVALID_URL', -300, 'no address'],
  ])
  expect(found.isLoading).toBe(false)
})

test('a failed load that nobody waits for is no unhandled rejection', async ({ launch }) => {
  const { app } = await launch()
  const unhandled = await app.evaluate(async ({ BrowserWindow }) => {
    let count = 0
    process.on('unhandledRejection', () => {
      count += 1
    })
    const window = new BrowserWindow({ show: false })
    const failed = new Promise((resolve) => window.webContents.once('did-fail-load', resolve))
    void window.loadURL('app://fixture/broken.html')
    await failed
    await new Promise((resolve) => setImmediate(resolve))
    window.destroy()
    return count
  })
  expect(unhandled).toBe(0)
})

test('the app is asked about a reload and the same address, but not about its own', async ({ launch }) => {
  const { app, page, waitForEvent } = await launch()
  await page.evaluate(() => location.reload())
  await waitForEvent('will-navigate app://fixture/index.html')
  await page.evaluate(() => {
    location.href = `${location.pathname}?again`
  })
  await waitForEvent('will-navigate app://fixture/index.html?again')
  const own = await app.evaluate(async ({ BrowserWindow }) => {
    const asked = () => events.filter((event) => event.startsWith('will-navigate')).length
    const before = asked()
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.reload()
    await new Promise<void>((resolve) => contents?.once('did-finish-load', () => resolve()))
    return asked() - before
  })
  expect(own).toBe(0)
})

test('the app is asked about addresses for which nothing is requested', async ({ launch }) => {
  const { page, waitForEvent } = await launch()
  const blob = await page.evaluate(() => {
    const url = URL.createObjectURL(new Blob(['<h1>Blob</h1>'], { type: 'text/html' }))
    location.href = url
    return url
  })
  await waitForEvent(`will-navigate ${blob}`)
  const others = ['mailto:somebody@outside.invalid', 'tel:123', 'unknown://host']
  for (const url of others) {
    await page.evaluate((target) => {
      location.href = target
    }, url)
    await waitForEvent(`will-navigate ${url}`)
  }
  await page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: 'mailto:clicked@outside.invalid' })
    document.body.append(link)
    link.click()
  })
  await waitForEvent('will-navigate mailto:clicked@outside.invalid')
  // Chromium itself refuses this one.
  await page.evaluate(() => {
    location.href = 'data:text/html,x'
  })
  expect(await page.evaluate(() => document.title)).toBe('Fixture')
})

test('a click with a key and a form with a target request a window', async ({ launch }) => {
  const { page, waitForEvent } = await launch()
  await page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), {
      href: 'https://outside.invalid/link',
      textContent: 'plain',
    })
    const form = Object.assign(document.createElement('form'), {
      action: 'https://outside.invalid/form',
      target: 'named',
    })
    form.append(Object.assign(document.createElement('button'), { textContent: 'send' }))
    document.body.append(link, form)
  })
  const link = page.getByRole('link', { name: 'plain' })
  await link.click({ modifiers: ['Shift'] })
  await waitForEvent('window-open /link - new-window')
  await link.click({ modifiers: ['Control'] })
  await waitForEvent('window-open /link - background-tab')
  await page.getByRole('button', { name: 'send' }).click()
  await waitForEvent('window-open /form named foreground-tab')
  await page.evaluate(() => {
    const form = Object.assign(document.createElement('form'), { action: '/script', target: '_blank' })
    document.body.append(form)
    form.submit()
    window.open('/sized', 'other', 'width=200')
  })
  await waitForEvent('window-open /script - foreground-tab')
  await waitForEvent('window-open /sized other new-window')
})

test('permissions are asked for whenever the page asks, and can be granted later', async ({ launch }) => {
  const { app, page, waitForEvent } = await launch()
  const requested = () => app.evaluate(() => events.filter((event) => event.startsWith('permission ')))
  expect(await requested()).toEqual([])
  const write = () =>
    page.evaluate(() =>
      navigator.clipboard.writeText('x').then(
        () => 'written',
        (error) => error.name,
      ),
    )
  expect(await write()).toBe('NotAllowedError')
  await waitForEvent('permission clipboard-sanitized-write')
  const state = () => page.evaluate(async () => (await navigator.permissions.query({ name: 'notifications' })).state)
  expect(await state()).toBe('denied')
  expect(await requested()).toEqual(['permission clipboard-sanitized-write'])
  await app.evaluate(() => granted.add('notifications'))
  expect(await state()).toBe('granted')
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('granted')
})

test('the sender of a message is gone once its page has navigated', async ({ launch }) => {
  const { page, waitForEvent } = await launch()
  await page.evaluate(() => void fixture.invoke('sender after a navigation').catch(() => undefined))
  await waitForEvent('sender app://fixture/index.html then null')
})

test('a page of the app’s scheme has no cookies, no service workers and no icon', async ({ launch }) => {
  const { app, page, waitForEvent } = await launch()
  await waitForEvent('did-finish-load')
  const found = await page.evaluate(async () => {
    Reflect.set(document, 'cookie', 'a=1')
    const registered = await navigator.serviceWorker.register('/page.js').then(
      () => 'registered',
      (error: Error) => error.name,
    )
    return { cookie: document.cookie, registered }
  })
  expect(found).toEqual({ cookie: '', registered: 'TypeError' })
  const requests = await app.evaluate(() => events.filter((event) => event.startsWith('request ')))
  expect(requests).toEqual(['request /index.html', 'request /page.js'])
})

test('what cannot be cloned is rejected from the page, and is no exception in the main process', async ({ launch }) => {
  const { app, page } = await launch()
  for (const name of ['symbol', 'element', 'WeakMap']) {
    const reason = await page.evaluate((kind) => {
      const values: Record<string, unknown> = { symbol: Symbol('s'), element: document.body, WeakMap: new WeakMap() }
      return (async () => fixture.invoke('echo', values[kind]))().then(() => 'sent', String)
    }, name)
    expect(reason).toContain('could not be cloned')
  }
  const sent = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.send('answer', () => undefined)
    try {
      contents?.send(undefined as unknown as string)
      return 'sent'
    } catch (reason) {
      return String(reason)
    }
  })
  expect(sent).toBe('TypeError: Missing required channel argument')
})

test('a page that opens another program asks for a permission', async ({ launch }) => {
  test.skip(!isStandIn, 'Electron does not record what it opens')
  const { app, page, waitForEvent } = await launch()
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.removeAllListeners('will-navigate')
  })
  const go = (url: string) =>
    page.evaluate((target) => {
      location.href = target
    }, url)
  await go('mailto:one@outside.invalid')
  await waitForEvent('permission openExternal')
  await app.evaluate(() => granted.add('openExternal'))
  await go('mailto:two@outside.invalid')
  await expect.poll(() => app.evaluate(() => standIn.openedUrls)).toEqual(['mailto:two@outside.invalid'])
})
