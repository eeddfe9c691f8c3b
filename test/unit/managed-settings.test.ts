import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { initialState } from '../../contract/initial-state'
import { Store } from '../../main/core/store'
import { allowOnlyServer, parseServerAddress } from '../../main/fleep/server-address'
import { trustAuthoritiesIn, trustManagedAuthorities } from '../../main/http/authorities'
import { routesTo, useManagedProxy } from '../../main/http/routes'
import { loadManagedSettings } from '../../main/managed/load-managed-settings'
import { parseRegistryValues, readRegistryPolicy } from '../../main/managed/registry-policy'
import { showManagedSettings } from '../../main/managed/show-managed-settings'
import { en } from '../../texts/en'

let folder = ''
let file = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'managed-'))
  file = join(folder, 'fleep-settings.json')
})
afterEach(() => {
  allowOnlyServer(null)
  useManagedProxy(null)
  trustManagedAuthorities(null)
  rmSync(folder, { recursive: true, force: true })
})

const ownId = process.getuid?.() ?? 0

function load() {
  return loadManagedSettings({ path: file, owner: ownId })
}

/** Writes the file as an administrator does. @returns what the app reads */
function loadFrom(content: unknown) {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o644 })
  return load()
}

test('without a file, nothing is set', async () => {
  expect(await load()).toBeNull()
  file = join(folder, 'nothing', 'fleep-settings.json')
  expect(await load()).toBeNull()
})

test('server, proxy, authorities and updates are read, and shown without the password of the proxy', async () => {
  const loaded = await loadFrom({
    server: 'fleep.meadow.example/',
    proxy: 'http://liis:s3cret@proxy.meadow.example:3128',
    noProxy: '.meadow.example',
    authorities: join(folder, 'ca.pem'),
    updates: 'https://updates.meadow.example/fleep',
  })
  expect(loaded).toMatchObject({ source: file, problems: [] })
  const store = new Store({ ...initialState })
  if (loaded) showManagedSettings(loaded, store)
  expect(store.state.managed).toEqual({
    server: 'https://fleep.meadow.example',
    proxy: 'proxy.meadow.example:3128',
    authorities: join(folder, 'ca.pem'),
    updates: 'https://updates.meadow.example/fleep',
  })
  expect(store.state.fileProblem).toBeNull()
})

test('a file may begin with a byte order mark, as editors on Windows write it', async () => {
  expect(await loadFrom('\uFEFF{"updates": "off"}')).toMatchObject({ values: { updates: 'off' }, problems: [] })
})

const nothing = { server: null, proxy: null, authorities: null, updates: null }

describe.runIf(process.platform !== 'win32')('a file that cannot be used is said, and sets nothing:', () => {
  /** What a person reads about the file, without the name of the file. */
  const reasons: Record<string, [sentence: string, make: () => unknown]> = {
    damaged: ['isn’t a JSON object', () => writeFileSync(file, '{"server": "https://a.example"')],
    empty: ['isn’t a JSON object', () => writeFileSync(file, '')],
    null: ['isn’t a JSON object', () => writeFileSync(file, 'null')],
    'a list': ['isn’t a JSON object', () => writeFileSync(file, '["https://a.example"]')],
    binary: ['isn’t a JSON object', () => writeFileSync(file, Buffer.from([0xff, 0xfe, 0, 1, 2]))],
    'too large': ['is larger than 64 kB', () => writeFileSync(file, JSON.stringify({ noProxy: 'x'.repeat(70_000) }))],
    'writable by everybody': [
      'users can change',
      () => {
        writeFileSync(file, '{"updates": "off"}')
        chmodSync(file, 0o666)
      },
    ],
    'a pipe': ['isn’t a regular file', () => spawnSync('mkfifo', [file])],
    'a folder': ['isn’t a regular file', () => mkdirSync(file)],
    'a device': ['isn’t a regular file', () => symlinkSync('/dev/zero', file)],
    'a socket': [
      'isn’t a regular file',
      () => new Promise<void>((resolve) => createServer().unref().listen(file, resolve)),
    ],
    'a link to itself': ['can’t be read', () => symlinkSync(file, file)],
  }

  test.each(Object.entries(reasons))('%s', async (_name, [sentence, make]) => {
    await make()
    const loaded = await load()
    expect(loaded?.values).toMatchObject(nothing)
    expect(loaded?.problems).toHaveLength(1)
    expect(loaded?.problems[0]).toContain(sentence)
    expect(loaded?.problems[0]).toContain(file)
    const store = new Store({ ...initialState })
    if (loaded) showManagedSettings(loaded, store)
    expect(store.state).toMatchObject({ managed: null, fileProblem: loaded?.problems[0] })
  })

  test.runIf(ownId === 0)('of another user, or writable by another group than root', async () => {
    writeFileSync(file, '{"updates": "off"}')
    chownSync(file, 1000, 0)
    expect((await load())?.problems[0]).toContain('doesn’t belong to root')
    chownSync(file, 0, 1000)
    chmodSync(file, 0o664)
    expect((await load())?.problems[0]).toContain('users can change')
    chownSync(file, 0, 0)
    expect((await load())?.values.updates).toBe('off')
  })
})

test('unknown names are said, and the other settings hold', async () => {
  const loaded = await loadFrom({ servr: 'https://a.example', 'x\u202e\n': 1, server: 'https://b.example' })
  expect(loaded?.values.server).toBe('https://b.example')
  expect(loaded?.problems).toEqual([
    `Your organisation has set things that this version doesn’t know: servr, x , in ${file}.`,
  ])
})

test.each([
  ['server', 'http://fleep.example', { server: null }],
  ['server', 7, { server: null }],
  ['server', '', { server: null }],
  ['proxy', 'http://a b', { proxy: '' }],
  ['proxy', 3128, { proxy: '' }],
  ['noProxy', '10.0.0.0/8', { proxy: null }],
  ['authorities', 'company.pem', { authorities: '' }],
  ['authorities', '', { authorities: '' }],
  ['updates', 'https://ann:secret@updates.example/', { updates: 'off' }],
  ['updates', 'https://updates.example/\u202e', { updates: 'off' }],
  ['updates', 'http://updates.example', { updates: 'off' }],
  ['updates', false, { updates: 'off' }],
])('%s set to %j is said', async (name, value, values) => {
  const loaded = await loadFrom({ [name]: value })
  expect(loaded?.values).toMatchObject(values)
  expect(loaded?.problems).toEqual([
    `What your organisation has set as “${name}” in ${file} can’t be used. Ask your administrator.`,
  ])
})

test('whatever the file contains, it is read or said', async () => {
  const names = fc.constantFrom('server', 'proxy', 'noProxy', 'authorities', 'updates', '__proto__', 'constructor')
  const settings = fc.dictionary(fc.oneof(names, fc.string()), fc.oneof(fc.string(), fc.webUrl(), fc.jsonValue()))
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.json(),
        settings.map((value) => JSON.stringify(value)),
      ),
      async (content) => {
        const loaded = await loadFrom(content)
        const { server, proxy, authorities, updates } = loaded?.values ?? nothing
        const isSet = [server, proxy, authorities, updates].some((value) => value !== null)
        const isEmpty = /^\s*\{\s*\}\s*$/.test(content)
        expect(isSet || isEmpty || (loaded?.problems.length ?? 0) > 0, content).toBe(true)
      },
    ),
    { numRuns: 200 },
  )
})

test('another server than the organisation’s is refused, wherever it is named', () => {
  allowOnlyServer('https://fleep.meadow.example')
  expect(parseServerAddress('fleep.meadow.example')).toBe('https://fleep.meadow.example')
  expect(() => parseServerAddress('https://fleep.io')).toThrow(
    expect.objectContaining({
      code: 'refused',
      field: 'server',
      message: 'Your organisation has set the server to https://fleep.meadow.example. You can’t use another one.',
    }),
  )
})

test('the organisation’s proxy counts before the user’s variables', async () => {
  process.env.https_proxy = 'http://other.example:1'
  process.env.no_proxy = '*'
  try {
    useManagedProxy({ address: 'proxy.meadow.example:3128', noProxy: '.inside.example', source: file })
    const [route] = await routesTo(new URL('https://fleep.io'))
    expect(route).toMatchObject({ hostname: 'proxy.meadow.example', port: 3128 })
    expect(route?.label).toBe('proxy.meadow.example:3128 (set by your organisation)')
    expect(await routesTo(new URL('https://a.inside.example'))).toEqual([null])
    expect(await routesTo(new URL('http://127.0.0.1:8099'))).toEqual([null])
    // No other way is taken in place of one that cannot be used.
    useManagedProxy({ address: 'http://a b', noProxy: '', source: file })
    await expect(routesTo(new URL('https://fleep.io'))).rejects.toThrow(
      `${file} doesn’t name a proxy that can be used. Write it as http://host:port.`,
    )
  } finally {
    delete process.env.https_proxy
    delete process.env.no_proxy
  }
})

test('another file of authorities than the organisation’s is refused', () => {
  const own = join(folder, 'own.pem')
  trustManagedAuthorities(join(folder, 'ca.pem'))
  expect(() => trustAuthoritiesIn(own)).toThrow(
    `Your organisation has set the file of certificate authorities to ${join(folder, 'ca.pem')}.`,
  )
  expect(() => trustAuthoritiesIn(join(folder, 'ca.pem'))).not.toThrow()
  trustManagedAuthorities('')
  expect(() => trustAuthoritiesIn(join(folder, 'other.pem'))).toThrow(en['managed.noAuthorities'])
})

test('values of the registry are read as reg.exe prints them', () => {
  const printed = [
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Fleep Settings',
    '    server    REG_SZ    https://fleep.meadow.example',
    '    authorities    REG_EXPAND_SZ    C:\\Program Files\\Meadow  CA\\ca.pem',
    '    updates    REG_SZ    off',
    '    proxy    REG_SZ    ',
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Fleep Settings\\Other',
    '',
  ].join('\r\n')
  expect(parseRegistryValues(printed)).toEqual({
    server: 'https://fleep.meadow.example',
    authorities: 'C:\\Program Files\\Meadow  CA\\ca.pem',
    updates: 'off',
    proxy: '',
  })
})

test.runIf(process.platform !== 'win32')(
  'a registry without the key sets nothing, and one that cannot be read is said',
  async () => {
    const program = join(folder, 'reg')
    writeFileSync(program, '#!/bin/sh\nprintf "    updates    REG_SZ    off\\r\\n"\n', { mode: 0o755 })
    expect(await readRegistryPolicy(program)).toEqual({ updates: 'off' })
    writeFileSync(
      program,
      '#!/bin/sh\necho "ERROR: The system was unable to find the specified registry key" >&2; exit 1\n',
    )
    expect(await readRegistryPolicy(program)).toBeNull()
    await expect(readRegistryPolicy(join(folder, 'missing'))).rejects.toThrow('HKEY_LOCAL_MACHINE')
  },
)
