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

/** Random pixels, which compress badly, so that the file is as large as a photo can be. */
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

/** Measures how long the page is blocked from the drop of a large photo until the crop frame shows it. */
async function benchDrop(path: string): Promise<void> {
  const size = (await stat(path)).size / megabyte
  const computer = await Computer.setUp()
  const page = await computer.startSignedIn(liis)
  const [idle, inApp, onPage]: number[][] = [[], [], []]
  const durations: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    idle?.push(await longestGap(page, () => page.waitForFunction(() => performance.now() > 0)))
    const start = performance.now()
    inApp?.push(await longestGap(page, () => drop(page, path)))
    durations.push(performance.now() - start)
    onPage?.push(await longestGap(page, () => decodeOnPage(page, path)))
    await page.getByRole('button', { name: 'Cancel' }).click()
  }
  await computer.tearDown()
  printTable(
    `A ${size.toFixed(0)} MB photo, from drop to crop frame: median of ${rounds} rounds; 1.00 is decoding on the page`,
    [
      ['what', 'longest time the page was blocked, ms', 'ratio', 'total, ms'],
      ['idle page', median(idle ?? []).toFixed(0), '', ''],
      [
        'this app',
        median(inApp ?? []).toFixed(0),
        (median(inApp ?? []) / median(onPage ?? [])).toFixed(2),
        median(durations).toFixed(0),
      ],
      ['decoding and scaling on the page', median(onPage ?? []).toFixed(0), '1.00', ''],
    ],
  )
}

interface PipelineResult {
  /** Milliseconds from the file to the crop frame. */
  opened: number
  /** Milliseconds from the crop frame to the encoded picture. In the app, this includes the upload. */
  framed: number
  /** Peak growth of the memory, in MB. */
  peak: number
}

/** Compares all steps from the file to the upload with sharp in its own process. */
async function benchPipeline(path: string): Promise<void> {
  const computer = await Computer.setUp()
  const page = await computer.startSignedIn(liis)
  const [inApp, bySharp]: PipelineResult[][] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    inApp?.push(await changeAvatar(computer, page, path))
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'test/bench/avatar-by-sharp.ts', path])
    bySharp?.push(JSON.parse(stdout))
  }
  await computer.tearDown()
  const medianOf = (results: PipelineResult[] | undefined, key: keyof PipelineResult) =>
    median((results ?? []).map((result) => result[key]))
  const row = (name: string, results: PipelineResult[] | undefined) => {
    const cells = (['opened', 'framed', 'peak'] as const).flatMap((key) => {
      const ratio = medianOf(results, key) / medianOf(bySharp, key)
      return [medianOf(results, key).toFixed(0), ratio.toFixed(2)]
    })
    return [name, ...cells]
  }
  printTable(`The same photo, from file to upload: median of ${rounds} interleaved rounds; 1.00 is sharp`, [
    ['what', 'file to crop frame, ms', 'ratio', 'crop frame to upload, ms', 'ratio', 'peak memory, MB', 'ratio'],
    row('this app, including upload and thumbnails', inApp),
    row('sharp, in its own process', bySharp),
  ])
}

async function changeAvatar(computer: Computer, page: Page, path: string): Promise<PipelineResult> {
  const readPeak = await watchPeak(await processTree(computer.app.process().pid ?? 0))
  const start = performance.now()
  await drop(page, path)
  const opened = performance.now()
  // A button that has just appeared under a still pointer takes no click.
  await page.mouse.move(1, 1)
  await page.getByRole('button', { name: 'Use this picture' }).click()
  await page.getByText('Picture changed').waitFor()
  const framed = performance.now()
  return { opened: opened - start, framed: framed - opened, peak: await readPeak() }
}

async function drop(page: Page, path: string): Promise<void> {
  await dropFile(page, path)
  await page.locator('cropper-image').waitFor()
}

/** The simple way: decodes the photo in the page's own thread. */
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

/** @returns how long the page's thread was blocked at most during `action`, in milliseconds */
async function longestGap(page: Page, action: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    const gap = { longest: 0, isDone: false }
    Object.assign(window, { gap })
    let last = performance.now()
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      const now = performance.now()
      gap.longest = Math.max(gap.longest, now - last)
      last = now
      if (!gap.isDone) channel.port2.postMessage(0)
    }
    channel.port2.postMessage(0)
  })
  await action()
  return page.evaluate(() => {
    const gap = Reflect.get(window, 'gap')
    gap.isDone = true
    return gap.longest
  })
}

/** Compares how much the memory grows when a large file is uploaded as a stream and when it is read as a whole. */
async function benchMemory(path: string): Promise<void> {
  await writeFile(path, await noise(4200, 4200).png({ compressionLevel: 0 }).toBuffer())
  const size = (await stat(path)).size / megabyte
  const server = await startServer()
  const growth = async (mode: string) => {
    const args = [
      '--import',
      'tsx',
      'test/bench/upload-memory.ts',
      server.url,
      server.email,
      server.password,
      path,
      mode,
    ]
    return Number((await run(process.execPath, args)).stdout) / megabyte
  }
  const [streamed, whole]: number[][] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    streamed?.push(await growth('streamed'))
    whole?.push(await growth('whole'))
  }
  server.stop()
  const [streamedGrowth, wholeGrowth] = [median(streamed ?? []), median(whole ?? [])]
  printTable(
    `Memory growth during a ${size.toFixed(0)} MB upload: largest of 5, median of ${rounds} processes; 1.00 is the whole file in memory`,
    [
      ['what', 'growth, MB', 'ratio'],
      ['this client, streamed', streamedGrowth.toFixed(1), (streamedGrowth / wholeGrowth).toFixed(2)],
      ['whole file in memory', wholeGrowth.toFixed(1), '1.00'],
    ],
  )
}
