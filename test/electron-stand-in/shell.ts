import type Electron from 'electron'
import { record } from './record'
import { refuseTheRest } from './refuse'

export const shell = refuseTheRest('shell', {
  /** Records the address. @throws TypeError for one that is none; rejects as Electron does if no program takes it */
  openExternal(url: string, options?: Electron.OpenExternalOptions): Promise<void> {
    if (typeof url !== 'string' || !URL.canParse(url)) {
      throw new TypeError(`Error processing argument at index 0, conversion failure from ${url}`)
    }
    if (options) throw new Error('the stand-in has no options of shell.openExternal')
    if (record.failing.openExternal) return Promise.reject(new Error('Failed to open path'))
    record.openedUrls.push(url)
    return Promise.resolve()
  },
} satisfies Partial<Electron.Shell>)

/** Only records the text. The user's clipboard stays unchanged. */
export const clipboard = refuseTheRest('clipboard', {
  writeText(text: string): Promise<void> {
    if (typeof text !== 'string') throw new TypeError('Error processing argument at index 0, conversion failure')
    if (record.failing.clipboard) return Promise.reject(new Error('Failed to write to the clipboard'))
    record.clipboard = text
    return Promise.resolve()
  },
} satisfies Partial<Electron.Clipboard>)
