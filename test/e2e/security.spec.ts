import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, liis, test } from './support/app'
import { dropFile } from './support/drop-file'
import { openedUrls } from './support/electron-record'

test('the page has access to the bridge only, not to Node or Electron', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const globals = await page.evaluate(() => ({
    require: typeof Reflect.get(globalThis, 'require'),
    process: typeof Reflect.get(globalThis, 'process'),
    electron: typeof Reflect.get(globalThis, 'electron'),
    bridge: Object.keys(window.fleepSettings).sort(),
  }))
  expect(globals).toEqual({
    require: 'undefined',
    process: 'undefined',
    electron: 'undefined',
    bridge: ['onState', 'readLanguage', 'run'],
  })
})

test('the content security policy blocks scripts, resources and requests', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const outside = computer.server.url
  const refused = await page.evaluate(async (url) => {
    const element = (tag: string, attributes: Record<string, string>) =>
      new Promise<boolean>((resolve) => {
        const node = Object.assign(document.createElement(tag), attributes)
        node.addEventListener('load', () => resolve(false))
        node.addEventListener('error', () => resolve(true))
        document.body.append(node)
      })
    const inline = document.createElement('script')
    inline.textContent = 'window.inlineRan = true'
    document.body.append(inline)
    return {
      fetch: await fetch(`${url}/api/x`).then(
        () => false,
        () => true,
      ),
      image: await element('img', { src: `${url}/x.png` }),
      script: await element('script', { src: `${url}/x.js` }),
      style: await element('link', { rel: 'stylesheet', href: `${url}/x.css` }),
      inline: !('inlineRan' in window),
      eval: (() => {
        try {
          // biome-ignore lint/security/noGlobalEval: the test checks that eval is refused
          return !eval('true')
        } catch {
          return true
        }
      })(),
    }
  }, outside)
  expect(refused).toEqual({ fetch: true, image: true, script: true, style: true, inline: true, eval: true })
  expect(computer.server.requests.filter((request) => !request.startsWith('POST /api/'))).toEqual([])
  expect(computer.server.requests).not.toContain('POST /api/x')
})

test('the page has no other way to send requests or run code', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const before = computer.server.requests.length
  const refused = await page.evaluate(async (url) => {
    const fails = (attempt: () => unknown) => {
      try {
        attempt()
        return false
      } catch {
        return true
      }
    }
    const isRejected = (attempt: Promise<unknown>) =>
      attempt.then(
        () => false,
        () => true,
      )
    const firstEvent = (target: EventTarget, names: string[]) =>
      new Promise<string>((resolve) => {
        for (const name of names) target.addEventListener(name, () => resolve(name))
      })
    const request = new XMLHttpRequest()
    const requestEnds = firstEvent(request, ['load', 'error'])
    request.open('GET', `${url}/xhr`)
    request.send()
    const source = new EventSource(`${url}/events`)
    const form = Object.assign(document.createElement('form'), { action: `${url}/form`, method: 'post' })
    document.body.append(form)
    form.submit()
    navigator.sendBeacon(`${url}/beacon`, 'x')
    return {
      xhr: (await requestEnds) === 'error',
      webSocket: await isRejected(
        new Promise((resolve, reject) => {
          const socket = new WebSocket(url.replace('http', 'ws'))
          socket.addEventListener('open', resolve)
          socket.addEventListener('error', reject)
        }),
      ),
      eventSource: (await firstEvent(source, ['open', 'error'])) === 'error',
      function: fails(() => new Function('return 1')()),
      timer: await new Promise<boolean>((resolve) => {
        fails(() => setTimeout('window.timerRan = true' as unknown as () => void))
        setTimeout(() => resolve(!('timerRan' in window)), 50)
      }),
      import: await isRejected(import(/* @vite-ignore */ `${url}/module.js`)),
      worker: await isRejected(
        new Promise((resolve, reject) => {
          const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])))
          worker.addEventListener('message', resolve)
          worker.addEventListener('error', reject)
        }),
      ),
      serviceWorker: await isRejected(
        (async () => {
          if (!navigator.serviceWorker) throw new Error('no service workers')
          await navigator.serviceWorker.register('index.html')
        })(),
      ),
    }
  }, computer.server.url)
  expect(Object.entries(refused).filter(([, isRefused]) => !isRefused)).toEqual([])
  const sent = computer.server.requests.slice(before).filter((request) => !request.startsWith('POST /api/'))
  expect(sent).toEqual([])
  // Evaluated in the page: Playwright's own locators wait for the form's navigation, which never ends.
  const name = await page.evaluate(() => document.querySelector<HTMLInputElement>('#displayName')?.value)
  expect(name).toBe(liis.displayName)
})

test('the page cannot navigate, open a window or get a permission', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const address = page.url()
  await page.evaluate((url) => {
    location.href = url
  }, computer.server.url)
  await page.evaluate((url) => void window.open(url), computer.server.url)
  const permission = await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state)
  expect(permission).toBe('denied')
  // The page still works, at the same URL.
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
  expect(page.url()).toBe(address)
  expect(await computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('the page opens only the pages that the app links to, and not many', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const opened = () => openedUrls(computer)
  const known = 'https://fleep.zendesk.com/hc/en-us'
  await page.evaluate((help) => {
    const others = [
      'https://collect.example/?data=1',
      `${help}?data=1`,
      `${help}#data`,
      `${help}/data`,
      'https://fleep.io/?data=1',
      'https://fleep.io.collect.example/',
      'https://data@fleep.io/',
      'mailto:somebody@collect.example?body=data',
      'http://fleep.io/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'fleep-settings:confirm?confirm_id=1',
    ]
    for (let index = 0; index < 30; index += 1) for (const url of others) window.open(url)
    const link = Object.assign(document.createElement('a'), { href: others[0], target: '_blank' })
    document.body.append(link)
    link.click()
    for (let index = 0; index < 30; index += 1) window.open(help)
  }, known)
  await expect.poll(async () => (await opened()).length).toBe(3)
  // Answers in the order of the requests, so that all of them have been looked at.
  await page.evaluate(() => window.fleepSettings.run('app.showDiagnostics', {}))
  expect(await opened()).toEqual([known, known, known])
})

test('a file dropped anywhere does not replace the page', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const address = page.url()
  await mkdir(computer.home, { recursive: true })
  const file = join(computer.home, 'dropped.html')
  await writeFile(file, '<h1>Dropped</h1>')
  await dropFile(page, file)
  await expect(page.getByText('This file can’t be used as a picture.')).toBeVisible()
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
  expect(page.url()).toBe(address)
})

test('the main process validates commands from the page', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const results = await page.evaluate(async () => {
    const run = window.fleepSettings.run as unknown as (name: unknown, input: unknown) => Promise<unknown>
    return [
      await run('account.delete', {}),
      await run('toString', {}),
      await run('account.change', { displayName: 7 }),
      await run('account.change', { isAdmin: true }),
      await run('account.change', null),
    ]
  })
  const codes = results.map((result) => (result as { error: { code: string } }).error.code)
  expect(codes).toEqual(['unknown-command', 'unknown-command', 'invalid-input', 'invalid-input', 'invalid-input'])
  expect(computer.server.inputsOf('account/configure')).toEqual([])
})

test('a frame inside the page has no bridge', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const bridge = await page.evaluate(async () => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    return typeof Reflect.get(frame.contentWindow ?? {}, 'fleepSettings')
  })
  expect(bridge).toBe('undefined')
})
