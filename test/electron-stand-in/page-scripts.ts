import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param binding the name of the function by which the isolated world speaks to the main process
 * @param preloadFile the app's preload, if it has one
 * @returns the scripts that Chromium runs in each world of every new document
 */
export function pageScripts(binding: string, preloadFile: string | undefined) {
  // page.js is test/electron-stand-in/page.ts, built beside the stand-in's own executable.
  const library = readFileSync(join(__dirname, 'page.js'), 'utf8')
  const key = randomUUID()
  const preload = preloadFile ? readFileSync(preloadFile, 'utf8') : ''
  const inside = (call: string) => `(() => {\n${library}\n;standInPage.${call}\n})()`
  return {
    mainWorld: inside(`startMainWorld('${key}')`),
    isolatedWorld: inside(`startIsolatedWorld('${key}', '${binding}', (require, module, exports) => {\n${preload}\n})`),
  }
}
