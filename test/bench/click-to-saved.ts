import { gunzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { Agent, request } from 'undici'
import { login } from '../../main/fleep/sign-in-api'
import { Transport } from '../../main/fleep/transport'
import { Computer, liis } from '../e2e/support/computer'
import { median, printTable, target } from './statistics'

const rounds = 60
const frameMs = 1000 / 60

/** Compares the time from a click on a switch to "Saved" with its HTTP call alone. */
export async function benchClickToSaved(): Promise<void> {
  const computer = await Computer.setUp()
  const page = await computer.startSignedIn(liis)
  const call = await plainCall(computer.server.url)
  const [clicks, calls]: number[][] = [[], []]
  for (let round = -5; round < rounds; round += 1) {
    const click = await clickToSaved(page)
    const plain = await call(round % 2 === 0)
    if (round < 0) continue
    clicks?.push(click)
    calls?.push(plain)
  }
  await computer.tearDown()
  const [click, plain] = [median(clicks ?? []), median(calls ?? [])]
  target('click to "Saved", minus 1.2 × the plain call', click - 1.2 * plain, { most: 10 }, ' ms')
  printTable(`Saving a change: median of ${rounds} interleaved rounds; 1.00 is its HTTP call alone`, [
    ['what', 'ms', 'ratio', 'added to the call, ms'],
    ['account/configure with undici', plain.toFixed(1), '1.00', ''],
    ['click to "Saved"', click.toFixed(1), (click / plain).toFixed(2), (click - plain).toFixed(1)],
  ])
}

/**
 * @returns milliseconds, measured in the page, without the time of the test tool. Clicks once the page is idle, at a random
 * time between two frames, as a person does.
 */
async function clickToSaved(page: Page): Promise<number> {
  await page.evaluate(
    (delay) => new Promise<void>((resolve) => requestIdleCallback(() => setTimeout(resolve, delay))),
    Math.random() * frameMs,
  )
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const control = document.getElementById('newsletter')
        const note = document.getElementById('newsletter-note')
        if (!control || !note) return reject(new Error('The switch does not exist'))
        const wasSaved = note.textContent?.includes('Saved') ?? false
        let isReset = !wasSaved
        const start = performance.now()
        const observer = new MutationObserver(() => {
          const isSaved = note.textContent?.includes('Saved') ?? false
          isReset ||= !isSaved
          if (!isReset || !isSaved) return
          observer.disconnect()
          resolve(performance.now() - start)
        })
        observer.observe(note, { childList: true, subtree: true, characterData: true })
        control.click()
      }),
  )
}

async function plainCall(url: string): Promise<(isDisabled: boolean) => Promise<number>> {
  const transport = new Transport({ server: url })
  const { session } = await login(transport, liis.email, liis.password)
  const { ticket, tokenId } = session.secrets
  await transport.close()
  const dispatcher = new Agent()
  return async (isDisabled) => {
    const start = performance.now()
    const { body } = await request(`${url}/api/account/configure`, {
      method: 'POST',
      dispatcher,
      headers: { 'content-type': 'application/json', 'accept-encoding': 'gzip', cookie: `token_id=${tokenId}` },
      body: JSON.stringify({ is_newsletter_disabled: isDisabled, ticket, api_version: 2 }),
    })
    JSON.parse(gunzipSync(await body.arrayBuffer()).toString())
    return performance.now() - start
  }
}
