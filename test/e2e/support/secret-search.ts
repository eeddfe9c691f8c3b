import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import type { FleepServer } from '../../fleep-server/server'
import { processTree } from '../../processes'

/** Names of API fields with secret values. */
const secretFields = /password|ticket|notification_id|registration_code/
/** Shorter secrets are ignored: they could match any word. */
const minLength = 8

/** Also searches the page's memory, which takes about a second per test. */
const searchHeap = Boolean(process.env.SEARCH_HEAPS)

/** Collects what the app prints, sends and stores during a test, and searches it for secrets. */
export class SecretSearch {
  /** Output of the app's processes and commands. */
  readonly output: string[] = []
  private readonly messages: string[] = []
  private readonly leaks: string[] = []
  private attachedApp: ElectronApplication | undefined

  constructor(
    private readonly server: FleepServer,
    private readonly home: string,
  ) {}

  async attach(app: ElectronApplication): Promise<void> {
    this.attachedApp = app
    for (const stream of [app.process().stdout, app.process().stderr]) {
      stream?.on('data', (text) => this.output.push(String(text)))
    }
    // A second instance of the app quits before it can be evaluated in.
    await recordMessages(app).catch(() => undefined)
  }

  /** Collects from the running app. Call before it quits. */
  async inspect(app: ElectronApplication): Promise<void> {
    if (this.attachedApp !== app) return
    this.attachedApp = undefined
    this.messages.push(...(await sentMessages(app).catch(() => [])))
    if (process.platform === 'linux') await this.inspectProcesses(app.process().pid ?? 0)
    if (!searchHeap) return
    for (const page of app.windows()) {
      // A typed password is in the page's memory while it is shown. What Fleep issued must never be there.
      this.searchText('the memory of the page', await heapSnapshot(page).catch(() => ''), [
        ...this.server.state.issuedSecrets,
      ])
    }
  }

  /** @returns each place where a secret was found */
  async finish(): Promise<string[]> {
    const secrets = this.secrets()
    this.searchText('a message to the window', this.messages.join('\n'), secrets)
    this.searchText('printed output', this.output.join(''), secrets)
    this.leaks.push(...(await filesContaining(this.home, secrets)))
    return this.leaks
  }

  /** Every secret that Fleep has issued or received so far. */
  secrets(): string[] {
    const sent = this.server.receivedCalls.flatMap(({ input }) =>
      Object.entries(input).flatMap(([name, value]) => (secretFields.test(name) ? [String(value)] : [])),
    )
    const secrets = [...this.server.state.issuedSecrets, ...sent].filter((secret) => secret.length >= minLength)
    return [...new Set(secrets)]
  }

  /** Anyone who may list processes can read their arguments and environment. */
  private async inspectProcesses(parent: number): Promise<void> {
    const secrets = this.secrets()
    for (const id of await processTree(parent)) {
      for (const name of ['cmdline', 'environ']) {
        const text = await readFile(`/proc/${id}/${name}`, 'utf8').catch(() => '')
        this.searchText(`${name} of a process`, text, secrets)
      }
    }
  }

  private searchText(where: string, text: string, secrets: string[]): void {
    for (const secret of secrets) if (text.includes(secret)) this.leaks.push(`${where}: ${secret}`)
  }
}

/** @returns a heap snapshot of the page as JSON, including its strings */
export async function heapSnapshot(page: Page): Promise<string> {
  const devTools = await page.context().newCDPSession(page)
  const chunks: string[] = []
  devTools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await devTools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  return chunks.join('')
}

/**
 * @returns a heap snapshot of the main process as JSON, including its strings
 * @param folder where it is written, and removed from again
 */
export async function mainHeapSnapshot(app: ElectronApplication, folder: string): Promise<string> {
  const path = join(folder, 'main.heapsnapshot')
  await app.evaluate((_electron, to) => process.getBuiltinModule('node:v8').writeHeapSnapshot(to), path)
  const snapshot = await readFile(path, 'utf8')
  await rm(path)
  return snapshot
}

/** From now on, records every message that the main process sends to a window. */
function recordMessages(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ app: main, BrowserWindow }) => {
    const sent: string[] = []
    Object.assign(globalThis, { sentToWindow: sent })
    const record = (contents: Electron.WebContents) => {
      const send = contents.send.bind(contents)
      contents.send = (...message) => {
        sent.push(JSON.stringify(message))
        send(...message)
      }
    }
    main.on('web-contents-created', (_event, contents) => record(contents))
    for (const window of BrowserWindow.getAllWindows()) record(window.webContents)
  })
}

function sentMessages(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => Reflect.get(globalThis, 'sentToWindow') as string[])
}

/** @returns the paths of the files below the folder that contain one of the secrets */
export async function filesContaining(folder: string, secrets: string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const found = await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(name).catch(() => Buffer.alloc(0))
      return secrets.some((secret) => bytes.includes(secret) || bytes.includes(Buffer.from(secret, 'utf16le')))
    }),
  )
  return names.filter((_name, index) => found[index])
}
