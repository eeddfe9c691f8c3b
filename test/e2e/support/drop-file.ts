import type { Page } from '@playwright/test'

/** A real drag from the desktop, of a file or a folder, up to its drop. */
export async function dropFile(page: Page, path: string, whileOver?: () => Promise<void>): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devTools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
    if (type === 'dragOver') await whileOver?.()
  }
  await devTools.detach()
}
