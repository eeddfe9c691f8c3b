import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import sharp, { type Sharp } from 'sharp'
import { Computer, liis } from '../e2e/support/computer'
import { dropFile } from '../e2e/support/drop-file'
import { processTree } from '../processes'
import { startServer } from './local-server'
import { watchPeak } from './peak-memory'
import { median, printTable } from './statistics'

const run = promisify(execFile)
const rounds = 3
const megabyte = 1024 * 1024

/** As large as a photo of these dimensions can be: every pixel is another. */
function noise(width: number, height: number): Sharp {
  const gaussian = { type: 'gaussian', mean: 128, sigma: 40 } as const
  return sharp({ create: { width, height, channels: 3, background: '#888', noise: gaussian } })
}

export async function benchAvatar(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-avatar-'))
  try {
    const photo = join(folder, 'photo.jpg')
    await writeFile(photo, await noise(6400, 4300).jpeg({ quality: 93 }).toBuffer())
    await benchDrop(photo)
    if (process.platform === 'linux') await benchPipeline(photo)
    await benchMemory(join(folder, 'large.png'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** How long the page does not answer, from the drop of a large photo until it is in its frame. */
async function benchDrop(path: string): Promise<void> {
  const size = (await stat(path)).size / megabyte
  const computer = await Computer.setUp()
  const page = await computer.startSignedIn(liis)
  const [idle, dropped, onPage]: number[][] = [[], [], []]
  const took: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    idle?.push(await longestGap(page, () => page.waitForFunction(() => performance.now() > 0)))
    const start = performance.now()
    dropped?.push(await longestGap(page, () => drop(page, path)))
    took.push(performance.now() - start)
    onPage?.push(await longestGap(page, () => decodeOnPage(page, path)))
    await page.getByRole('button', { name: 'Cancel' }).click()
  }
  await computer.tearDown()
  printTable(
    `A photo of ${size.toFixed(0)} MB from drop to frame, ${rounds} rounds, median; 1.00 is decoding on the page`,
    [
      ['what', 'longest time without an answer, ms', 'ratio', 'in all, ms'],
      ['nothing', median(idle ?? []).toFixed(0), '', ''],
      [
        'this app',
        median(dropped ?? []).toFixed(0),
        (median(dropped ?? []) / median(onPage ?? [])).toFixed(2),
        median(took).toFixed(0),
      ],
      ['decoding and scaling on the page', median(onPage ?? []).toFixed(0), '1.00', ''],
    ],
  )
}

interface Pipeline {
  /** From the file to the frame, in milliseconds. */
  opened: number
  /** From the frame to what is sent, in milliseconds; through the window, until the server has it too. */
  framed: number
  /** In MB, beyond what it was before. */
  peak: number
}

/** The whole way of a photo, and sharp doing the same in a process of its own. */
async function benchPipeline(path: string): Promise<void> {
  const computer = await Computer.setUp()
  const page = await computer.startSignedIn(liis)
  const [own, bySharp]: Pipeline[][] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    own?.push(await throughTheWindow(computer, page, path))
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'test/bench/avatar-by-sharp.ts', path])
    bySharp?.push(JSON.parse(stdout))
  }
  await computer.tearDown()
  const middle = (all: Pipeline[] | undefined, part: keyof Pipeline) => median((all ?? []).map((one) => one[part]))
  const row = (what: string, all: Pipeline[] | undefined) => {
    const ratio = (part: keyof Pipeline) => (middle(all, part) / middle(bySharp, part)).toFixed(2)
    const cells = (['opened', 'framed', 'peak'] as const).flatMap((part) => [middle(all, part).toFixed(0), ratio(part)])
    return [what, ...cells]
  }
  printTable(`The same photo, from the file to what is sent, ${rounds} rounds in turn, median; 1.00 is sharp`, [
    [
      'what',
      'until it can be framed, ms',
      'ratio',
      'from the frame to what is sent, ms',
      'ratio',
      'peak memory, MB',
      'ratio',
    ],
    row('this app, upload and thumbnails included', own),
    row('sharp, in a process of its own', bySharp),
  ])
}

async function throughTheWindow(computer: Computer, page: Page, path: string): Promise<Pipeline> {
  const peak = await watchPeak(await processTree(computer.app.process().pid ?? 0))
  const start = performance.now()
  await drop(page, path)
  const opened = performance.now()
  await page.getByRole('button', { name: 'Use this picture' }).click()
  await page.getByText('Your picture is changed').waitFor()
  const framed = performance.now()
  return { opened: opened - start, framed: framed - opened, peak: await peak() }
}

async function drop(page: Page, path: string): Promise<void> {
  await dropFile(page, path)
  await page.locator('cropper-image').waitFor()
}

/** What an app does that does not think of it. */
async function decodeOnPage(page: Page, path: string): Promise<void> {
  const input = await page.evaluateHandle(() => Object.assign(document.createElement('input'), { type: 'file' }))
  await input.asElement()?.setInputFiles(path)
  await input.evaluate(async (element) => {
    const [file] = (element as HTMLInputElement).files ?? []
    if (!file) throw new Error('no file')
    const image = new Image()
    image.src = URL.createObjectURL(file)
    await new Promise((resolve) => image.addEventListener('load', resolve))
    const canvas = Object.assign(document.createElement('canvas'), { width: 1600, height: 1067 })
    canvas.getContext('2d')?.drawImage(image, 0, 0, 1600, 1067)
    canvas.toDataURL('image/webp', 0.9)
  })
}

/** The page counts how long it was not asked, while something happens. */
async function longestGap(page: Page, act: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    const watch = { longest: 0, isOver: false }
    Object.assign(window, { watch })
    let last = performance.now()
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      const now = performance.now()
      watch.longest = Math.max(watch.longest, now - last)
      last = now
      if (!watch.isOver) channel.port2.postMessage(0)
    }
    channel.port2.postMessage(0)
  })
  await act()
  return page.evaluate(() => {
    const watch = Reflect.get(window, 'watch')
    watch.isOver = true
    return watch.longest
  })
}

/** How far the memory of a process grows while it uploads a large file, streamed as this app does, and read as a whole. */
async function benchMemory(path: string): Promise<void> {
  await writeFile(path, await noise(4200, 4200).png({ compressionLevel: 0 }).toBuffer())
  const size = (await stat(path)).size / megabyte
  const server = await startServer()
  const growth = async (how: string) => {
    const args = [
      '--import',
      'tsx',
      'test/bench/upload-memory.ts',
      server.url,
      server.email,
      server.password,
      path,
      how,
    ]
    return Number((await run(process.execPath, args)).stdout) / megabyte
  }
  const [streamed, whole]: number[][] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    streamed?.push(await growth('streamed'))
    whole?.push(await growth('whole'))
  }
  server.stop()
  const [one, other] = [median(streamed ?? []), median(whole ?? [])]
  printTable(
    `Memory during an upload of ${size.toFixed(0)} MB, largest of 5, median of ${rounds} processes; 1.00 is reading it as a whole`,
    [
      ['what', 'growth, MB', 'ratio'],
      ['this client, streamed', one.toFixed(1), (one / other).toFixed(2)],
      ['read as a whole', other.toFixed(1), '1.00'],
    ],
  )
}
