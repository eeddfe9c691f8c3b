import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import { expect } from './app'

/** WCAG 2.2 AA and all below it. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** In light and in dark. */
export async function expectNoViolations(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // The content policy lets no script into the page; over DevTools it can still be run.
    const source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8')
    const devTools = await page.context().newCDPSession(page)
    await devTools.send('Runtime.evaluate', { expression: source })
    const found = await page.evaluate(async (values) => {
      const { axe } = window as unknown as { axe: { run(where: Document, options: object): Promise<AxeResults> } }
      const { violations } = await axe.run(document, { runOnly: { type: 'tag', values } })
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
    }, rules)
    expect(found, colorScheme).toEqual([])
    await devTools.detach()
  }
}
