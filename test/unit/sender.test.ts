import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { expect, test } from 'vitest'
import { isFromSettings } from '../../main/electron/sender'

const url = 'app://settings/index.html'
const mainFrame = { url }
const contents = { mainFrame } as unknown as WebContents
const from = (event: object) => isFromSettings(event as IpcMainInvokeEvent, contents, url)

test('the settings page is accepted, with any fragment', () => {
  expect(from({ sender: contents, senderFrame: mainFrame })).toBe(true)
  mainFrame.url = `${url}#smtp`
  expect(from({ sender: contents, senderFrame: mainFrame })).toBe(true)
  mainFrame.url = url
})

test.each([
  ['another page', { sender: { mainFrame }, senderFrame: mainFrame }],
  ['a frame inside the page', { sender: contents, senderFrame: { url } }],
  ['no frame', { sender: contents, senderFrame: null }],
  ['nothing', {}],
])('%s is refused', (_name, event) => {
  expect(from(event)).toBe(false)
})

test.each([
  '',
  'about:blank',
  'https://fleep.io/',
  `${url}?x`,
  'app://settings/index.html.evil',
  'app://other/index.html',
])('a page at %j is refused', (otherUrl) => {
  const frame = { url: otherUrl }
  const page = { mainFrame: frame } as unknown as WebContents
  expect(isFromSettings({ sender: page, senderFrame: frame } as unknown as IpcMainInvokeEvent, page, url)).toBe(false)
})

test('a disposed frame, whose getters throw, is refused', () => {
  const gone = {
    get url(): string {
      throw new Error('Render frame was disposed')
    },
  }
  const page = { mainFrame: gone } as unknown as WebContents
  expect(isFromSettings({ sender: page, senderFrame: gone } as unknown as IpcMainInvokeEvent, page, url)).toBe(false)
})

test('every sender is refused if there is no window', () => {
  expect(
    isFromSettings({ sender: contents, senderFrame: mainFrame } as unknown as IpcMainInvokeEvent, undefined, url),
  ).toBe(false)
})
