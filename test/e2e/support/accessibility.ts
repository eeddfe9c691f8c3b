import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import { expect } from './app'

/** WCAG 2.2 up to level AA, and axe's best practices. */
const ruleTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Checks the page with axe in the light and the dark theme. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // The content security policy blocks injected scripts, but not evaluation over DevTools.
    const source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8')
    const devTools = await page.context().newCDPSession(page)
    await devTools.send('Runtime.evaluate', { expression: source })
    const violations = await page.evaluate(async (values) => {
      const { axe } = window as unknown as { axe: { run(where: Document, options: object): Promise<AxeResults> } }
      const { violations } = await axe.run(document, { runOnly: { type: 'tag', values } })
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
    }, ruleTags)
    expect(violations, colorScheme).toEqual([])
    await devTools.detach()
  }
}
