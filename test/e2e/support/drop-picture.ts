import type { Page } from '@playwright/test'

export interface DroppedFile {
  bytes: Buffer
  name?: string
  type?: string
}

/** Drops or pastes files, as from another program, or with a link, as from a browser. */
export async function dropOrPaste(
  page: Page,
  event: 'drop' | 'paste',
  files: DroppedFile[],
  link?: string,
): Promise<void> {
  const contents = files.map(({ bytes, name = 'picture', type = '' }) => ({
    base64: bytes.toString('base64'),
    name,
    type,
  }))
  await page.evaluate(
    ({ event, contents, link }) => {
      const data = new DataTransfer()
      for (const { base64, name, type } of contents) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        data.items.add(new File([bytes], name, { type }))
      }
      if (link) data.setData('text/uri-list', link)
      const common = { bubbles: true, cancelable: true }
      if (event === 'paste') {
        document.body.dispatchEvent(new ClipboardEvent('paste', { ...common, clipboardData: data }))
      } else {
        for (const type of ['dragover', 'drop']) {
          document.body.dispatchEvent(new DragEvent(type, { ...common, dataTransfer: data }))
        }
      }
    },
    { event, contents, link },
  )
}
