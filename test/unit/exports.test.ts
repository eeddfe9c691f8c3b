import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Cli, cliDefaults, type FileChoices } from '../../main/command-line/cli'
import { exportDefaults } from '../../main/command-line/commands/export'
import { runProgram } from '../../main/command-line/program'
import { seededPeople } from '../fleep-server/accounts'
import { type ExportForm, exportForms } from '../fleep-server/quirks'
import type { ServerFault } from '../fleep-server/server-faults'
import { createApp } from '../stress/second-app'
import { type RunningApp, startApp } from './start-app'

const [liis] = seededPeople
let app: RunningApp
let folder: string

beforeEach(async () => {
  Object.assign(exportDefaults, { beginning: 300, silence: 60_000 })
  cliDefaults.longestOutage = 45_000
  app = await startApp()
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
  await app.session.pendingStorage
  app.session.stopPolling()
  folder = join(app.folder, 'exports')
  mkdirSync(folder)
})

afterEach(() => app.stop())

function account() {
  const found = app.fleep.state.accountByLogin('liis')
  if (!found) throw new Error('no account')
  return found
}

/** Runs `export` as a process of its own does. */
async function runExport() {
  const choices: FileChoices = { saveLocation: null, file: null }
  const { services, runner, store, stop } = createApp(app, () => choices.saveLocation)
  const cli = new Cli({ services, runner, store, choices, firstDefect: new Promise<never>(() => undefined) })
  let err = ''
  const output = {
    out: () => undefined,
    err: (text: string) => {
      err += text
    },
  }
  const exitCode = await runProgram(['export', '--to', folder], cli, output)
  stop()
  return { exitCode, err }
}

/** Lets the server's next export end as soon as it begins, with these files. The local server makes a file to download. */
function planFiles(toSent: (json: string) => unknown[]): void {
  app.fleep.state.exportStepMs = null
  const change = (body: string) => {
    const record = JSON.parse(body)
    const id = '00000000-0000-4000-8000-000000000001'
    const bytes = Buffer.from('history')
    app.fleep.state.exportFiles.set(id, { owner: account(), bytes, changedAt: new Date(0) })
    const file = {
      file_id: id,
      file_name: 'history.zip',
      file_size: bytes.length,
      file_url: `/export/${id}/history.zip`,
    }
    const ready = { export_progress: '1', export_files: toSent(JSON.stringify(file)) }
    app.fleep.state.announce(account(), ready)
    return JSON.stringify({ ...record, ...ready })
  }
  app.fleep.planFault('account/export/start', { kind: 'changed', change })
}

test.each<[string, (json: string) => unknown[]]>([
  ['JSON texts', (json) => [json]],
  ['objects', (json) => [JSON.parse(json)]],
  [
    'objects with a name, a size and an upload_url',
    (json) => {
      const { file_name: name, file_size: size, file_url } = JSON.parse(json)
      return [{ name, size, upload_url: file_url }]
    },
  ],
  ['a size that is null', (json) => [{ ...JSON.parse(json), file_size: null }]],
  ['one that is understood and one that is not', (json) => [{ file_id: 'other', name: 'x', size: 1 }, json]],
])('export downloads files that Fleep names as %s', async (_name, toSent) => {
  planFiles(toSent)
  expect(await runExport()).toMatchObject({ exitCode: 0 })
  expect(readdirSync(folder)).toEqual(['history.zip'])
})

test.each<[string, () => unknown[]]>([
  ['no file', () => []],
  ['a file without an address', () => [{ file_id: 'other', name: 'history.zip', size: 7 }]],
])('export ends with a sentence if Fleep is ready and names %s', async (_name, toSent) => {
  planFiles(toSent)
  expect(await runExport()).toMatchObject({ exitCode: 4, err: expect.stringContaining('didn’t name a file') })
  expect(readdirSync(folder)).toEqual([])
})

test.each(Object.keys(exportForms) as ExportForm[])(
  'export ends where Fleep gathers the files and names them as %s',
  async (form) => {
    app.fleep.state.exportForm = form
    app.fleep.state.exportStepMs = 20
    const hasFile = !['without-address', 'no-files'].includes(form)
    expect(await runExport()).toMatchObject({ exitCode: hasFile ? 0 : 4 })
    const [onServer] = app.fleep.state.exportFiles.values()
    expect(readdirSync(folder)).toEqual(hasFile ? ['history.zip'] : [])
    if (hasFile) expect(readFileSync(join(folder, 'history.zip'))).toEqual(onServer?.bytes)
  },
)

test('export downloads the file of the last export if Fleep uses its address again', async () => {
  planFiles((json) => [json])
  await app.runner.run('data.export', { conversationId: null })
  planFiles((json) => [json])
  expect(await runExport()).toMatchObject({ exitCode: 0 })
  expect(readdirSync(folder)).toEqual(['history.zip'])
})

test('the window learns that a finished export has no file', async () => {
  app.fleep.state.exportStepMs = null
  await app.runner.run('data.export', { conversationId: null })
  expect(app.store.state.exports).toMatchObject([{ progress: 0, isEmpty: false }])
  planFiles(() => [])
  await app.runner.run('data.export', { conversationId: null })
  expect(app.store.state.exports).toMatchObject([{ progress: 1, isEmpty: true }])
})

/** Plans a fault that begins once the export has started. */
function planAfterStart(method: string, fault: ServerFault): void {
  const change = (body: string) => {
    app.fleep.planFault(method, fault, Number.POSITIVE_INFINITY)
    return body
  }
  app.fleep.planFault('account/export/start', { kind: 'changed', change })
}

test('export ends with an exit code when the connection stays lost', async () => {
  app.fleep.state.exportStepMs = null
  cliDefaults.longestOutage = 500
  planAfterStart('*', { kind: 'drop-before' })
  expect(await runExport()).toMatchObject({ exitCode: 5, err: expect.stringContaining('The connection is lost.') })
})

test('export reaches its end where polls never bring anything', async () => {
  exportDefaults.silence = 200
  planAfterStart('account/poll', { kind: 'status', status: 504 })
  expect(await runExport()).toMatchObject({ exitCode: 0 })
  expect(readdirSync(folder)).toHaveLength(1)
})

test('export ends with a sentence if Fleep makes no progress', async () => {
  app.fleep.state.exportStepMs = null
  exportDefaults.silence = 1
  expect(await runExport()).toMatchObject({ exitCode: 5, err: expect.stringContaining('makes no progress') })
})

test('export ends when the session ends meanwhile', async () => {
  app.fleep.state.exportStepMs = null
  exportDefaults.silence = 300
  const run = runExport()
  await expect.poll(() => app.fleep.receivedCalls.some(({ method }) => method === 'account/export/start')).toBe(true)
  app.fleep.state.endSessions(account())
  expect(await run).toMatchObject({ exitCode: 3 })
})
