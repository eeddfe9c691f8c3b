import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import type { FleepServer } from '../../fleep-server/server'
import { processTree } from '../../processes'

/** What a call carries that nobody else may read. */
const secretFields = /password|ticket|notification_id|registration_code/
/** A shorter one could be any word. */
const shortest = 8

/** Whether the page's memory is searched too, which takes a second for each test. */
const withHeap = Boolean(process.env.SEARCH_HEAPS)

/** Follows the app through a test, and looks afterwards for what was secret in it. */
export class SecretSearch {
  /** What the app's processes print, and what their commands answer. */
  readonly printed: string[] = []
  private readonly sent: string[] = []
  private readonly found: string[] = []
  private endOf: ElectronApplication | undefined

  constructor(
    private readonly server: FleepServer,
    private readonly home: string,
  ) {}

  async follow(app: ElectronApplication): Promise<void> {
    this.endOf = app
    for (const stream of [app.process().stdout, app.process().stderr]) {
      stream?.on('data', (text) => this.printed.push(String(text)))
    }
    // A second process of the app is gone before it can be asked.
    await recordMessages(app).catch(() => undefined)
  }

  /** Of the app that runs, as long as it does. */
  async lookInside(app: ElectronApplication): Promise<void> {
    if (this.endOf !== app) return
    this.endOf = undefined
    this.sent.push(...(await sentMessages(app).catch(() => [])))
    if (process.platform === 'linux') await this.lookAtProcesses(app.process().pid ?? 0)
    if (!withHeap) return
    for (const page of app.windows()) {
      // What a person types is in the page's memory for as long as it shows; what Fleep gave never is.
      this.note('the memory of the page', await heapOf(page).catch(() => ''), [...this.server.state.given])
    }
  }

  /** @returns where one of them was found */
  async end(): Promise<string[]> {
    const secrets = this.secrets()
    this.note('a message to the window', this.sent.join('\n'), secrets)
    this.note('what was printed', this.printed.join(''), secrets)
    this.found.push(...(await filesWith(this.home, secrets)))
    return this.found
  }

  /** All that Fleep gave and was given until now. */
  secrets(): string[] {
    const sent = this.server.seen.flatMap(({ input }) =>
      Object.entries(input).flatMap(([name, value]) => (secretFields.test(name) ? [String(value)] : [])),
    )
    const secrets = [...this.server.state.given, ...sent].filter((secret) => secret.length >= shortest)
    return [...new Set(secrets)]
  }

  /** Whoever may list processes sees how they were started. */
  private async lookAtProcesses(parent: number): Promise<void> {
    const secrets = this.secrets()
    for (const id of await processTree(parent)) {
      for (const name of ['cmdline', 'environ']) {
        const text = await readFile(`/proc/${id}/${name}`, 'utf8').catch(() => '')
        this.note(`the ${name} of a process`, text, secrets)
      }
    }
  }

  private note(where: string, text: string, secrets: string[]): void {
    for (const secret of secrets) if (text.includes(secret)) this.found.push(`${where}: ${secret}`)
  }
}

/** Everything that the page's script engine holds, strings included. */
export async function heapOf(page: Page): Promise<string> {
  const devTools = await page.context().newCDPSession(page)
  const chunks: string[] = []
  devTools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await devTools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  return chunks.join('')
}

/** Records every message that the main process sends to a window from now on. */
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

/** @returns the names of the files below a folder in which one of the secrets stands */
export async function filesWith(folder: string, secrets: string[]): Promise<string[]> {
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
