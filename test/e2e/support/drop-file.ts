import type { Page } from '@playwright/test'

/** Drags a file or a folder from the desktop onto the window and drops it. */
export async function dropFile(page: Page, path: string, whileDragging?: () => Promise<void>): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devTools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
    if (type === 'dragOver') await whileDragging?.()
  }
  await devTools.detach()
}
