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
  const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    devTools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
  await send('dragEnter')
  let isAccepted = false
  const accepted = whileDragging().finally(() => {
    isAccepted = true
  })
  // As a desktop does: it says where the file is again and again, so that no single answer of the window counts.
  while (!isAccepted) {
    await send('dragOver')
    await Promise.race([accepted, new Promise((resolve) => setTimeout(resolve, 50))])
  }
  await accepted
  await send('dragOver')
  await send('drop')
  await devTools.detach()
}
