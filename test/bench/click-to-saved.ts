import { gunzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { Agent, request } from 'undici'
import { login } from '../../main/fleep/sign-in-api'
import { Transport } from '../../main/fleep/transport'
import { Computer, liis } from '../e2e/support/computer'
import { aim, median, printTable } from './statistics'

const rounds = 60
/** In milliseconds. */
const frame = 1000 / 60

/** From a click on a switch to its "Saved", against nothing but the call that it makes. */
export async function benchClickToSaved(): Promise<void> {
  const computer = await Computer.setUp()
  const page = await computer.startSignedIn(liis)
  const call = await bareCall(computer.server.url)
  const [clicks, calls]: number[][] = [[], []]
  for (let round = -5; round < rounds; round += 1) {
    const click = await clickToSaved(page)
    const bare = await call(round % 2 === 0)
    if (round < 0) continue
    clicks?.push(click)
    calls?.push(bare)
  }
  await computer.tearDown()
  const [click, bare] = [median(clicks ?? []), median(calls ?? [])]
  aim('from click to "Saved", less 1.2 times the bare call', click - 1.2 * bare, { most: 10 }, ' ms')
  printTable(`A change, ${rounds} rounds in turn, median; 1.00 is the bare HTTP call that it makes`, [
    ['what', 'ms', 'ratio', 'more than the call, ms'],
    ['account/configure by undici', bare.toFixed(1), '1.00', ''],
    ['from the click to "Saved"', click.toFixed(1), (click / bare).toFixed(2), (click - bare).toFixed(1)],
  ])
}

/**
 * In milliseconds, as the page sees it: what drives the page is not in it. As a person does, it clicks when the page has come
 * to rest, and at any time between two frames.
 */
async function clickToSaved(page: Page): Promise<number> {
  await page.evaluate(
    (untilClick) => new Promise<void>((resolve) => requestIdleCallback(() => setTimeout(resolve, untilClick))),
    Math.random() * frame,
  )
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const control = document.getElementById('newsletter')
        const note = document.getElementById('newsletter-note')
        if (!control || !note) return reject(new Error('the switch is not there'))
        const wasSaved = note.textContent?.includes('Saved') ?? false
        let hasGone = !wasSaved
        const start = performance.now()
        const observer = new MutationObserver(() => {
          const isSaved = note.textContent?.includes('Saved') ?? false
          hasGone ||= !isSaved
          if (!hasGone || !isSaved) return
          observer.disconnect()
          resolve(performance.now() - start)
        })
        observer.observe(note, { childList: true, subtree: true, characterData: true })
        control.click()
      }),
  )
}

async function bareCall(url: string): Promise<(isDisabled: boolean) => Promise<number>> {
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
