import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param binding the name of the function that sends messages from the isolated world to the main process
 * @param preloadFile the app's preload, if it has one
 * @returns the scripts that Chromium runs in the two worlds of every new document
 */
export function pageScripts(binding: string, preloadFile: string | undefined) {
  // page.js is built from test/electron-stand-in/page.ts, beside the stand-in's executable.
  const library = readFileSync(join(__dirname, 'page.js'), 'utf8')
  const key = randomUUID()
  const preload = preloadFile ? readFileSync(preloadFile, 'utf8') : ''
  const withLibrary = (call: string) => `(() => {\n${library}\n;standInPage.${call}\n})()`
  return {
    mainWorld: withLibrary(`startMainWorld('${key}')`),
    isolatedWorld: withLibrary(
      `startIsolatedWorld('${key}', '${binding}', (require, module, exports) => {\n${preload}\n})`,
    ),
  }
}
