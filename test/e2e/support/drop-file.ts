import type { Page } from '@playwright/test'

/**
 * Drags a file or a folder from the desktop onto the window and drops it.
 * @param whileDragging waits for what the window shows. Chromium drops nothing until the window has accepted the file
 */
export async function dropFile(
  page: Page,
  path: string,
  whileDragging: () => Promise<unknown> = () => page.locator('.drop-target').waitFor(),
): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const) {
    await devTools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
    if (type === 'dragOver') await whileDragging()
  }
  await devTools.detach()
}
