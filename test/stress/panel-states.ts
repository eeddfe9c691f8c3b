import type { Page } from '@playwright/test'
import type { AppState, PanelName } from '../../contract'
import { channels } from '../../contract/channels'
import { Computer, liis, readState } from '../e2e/support/computer'
import type { AreaResult } from './area'

/** A state that a changed answer caused, and the case that caused it. */
export interface CausedState {
  name: string
  state: Partial<AppState>
}

/** The panel that shows a part of the state. Dialogs and messages are shown over each. */
const panelOf: Partial<Record<keyof AppState, PanelName>> = {
  account: 'account',
  aliases: 'account',
  mailServers: 'smtp',
  people: 'people',
  board: 'data',
  conversations: 'data',
  exports: 'data',
}

function panelFor({ state }: CausedState): PanelName {
  const keys = Object.keys(state) as (keyof AppState)[]
  return keys.map((key) => panelOf[key]).find((panel) => panel !== undefined) ?? 'account'
}

/** Shows the states in the window, each in its panel. A panel that throws says so, and so does the log. */
export async function showInPanels(caused: CausedState[]): Promise<AreaResult> {
  const computer = await Computer.setUp()
  const failures: string[] = []
  try {
    const page = await computer.startSignedIn(liis)
    await openEveryPanel(page)
    const before = await readState(page)
    for (const panel of new Set(caused.map(panelFor))) {
      await page.locator(`#open-${panel}`).click()
      await page.locator('main h1').waitFor()
      if (panel === 'data') await page.locator('#data-conversation').selectOption({ index: 1 })
      for (const { name, state } of caused.filter((each) => panelFor(each) === panel)) {
        // The board is shown for the conversation that is chosen.
        const board = state.board && { ...state.board, conversationId: before.conversations?.[0]?.id ?? '' }
        await send(computer, { ...state, ...(board && { board }) })
        const failed = await page.evaluate(readFailure)
        if (failed) failures.push(`${name}, in the panel ${panel}: ${failed}`)
        const restored = Object.fromEntries(Object.keys(state).map((key) => [key, before[key as keyof AppState]]))
        await send(computer, restored)
        if (failed) await page.evaluate(tryAgain)
      }
    }
    const result = await page.evaluate(() => window.fleepSettings.run('app.showDiagnostics', {}))
    const text = result.ok ? (result.value as { text: string }).text : 'no diagnostics'
    if (text.includes('a defect'))
      failures.push(`the window reported defects: ${text.replaceAll('\n', ' ').slice(-500)}`)
  } finally {
    await computer.tearDown()
  }
  return { cases: caused.length, failures }
}

/** Each panel loads its list. */
async function openEveryPanel(page: Page): Promise<void> {
  for (const panel of ['smtp', 'people', 'data', 'account']) {
    await page.locator(`#open-${panel}`).click()
    await page.locator('main h1').waitFor()
  }
  const isLoaded = ({ mailServers, conversations, aliases }: AppState) => mailServers && conversations && aliases
  while (!isLoaded(await readState(page))) await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 10)))
}

async function send(computer: Computer, changes: object): Promise<void> {
  await computer.app.evaluate(
    ({ BrowserWindow }, [channel, sent]) => BrowserWindow.getAllWindows()[0]?.webContents.send(channel, sent),
    [channels.changes, changes] as const,
  )
}

async function tryAgain(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  document.querySelector<HTMLElement>('[role="alert"] button')?.click()
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
}

/** @returns what the window says about a part that threw, once it has rendered the state; null if nothing threw */
async function readFailure(): Promise<string | null> {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  const failed = [...document.querySelectorAll('[role="alert"], .banner, dialog')].find((element) =>
    element.textContent?.includes('Something went wrong'),
  )
  if (failed) return failed.textContent
  return document.querySelector('main h1') ? null : 'the panel is empty'
}
