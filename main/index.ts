import { detectCommand } from './command-line/detect-command'
import { listenForLinks } from './electron/app-links'
import { isFirstInstance, prepareElectron, quit, whenReady } from './electron/entry'

prepareElectron(process.argv)

const words = detectCommand(process.argv)
if (words) void runCommand(words)
// Another start only brings the window of the first one forward, and must not touch any file.
else if (isFirstInstance()) startWindow()
else quit()

/** Electron continues with its own start while the rest is loaded. */
function startWindow(): void {
  const isReady = whenReady()
  const openLinks = listenForLinks()
  setImmediate(async () => (await import('./startup/start')).start(isReady, openLinks))
}

async function runCommand(typed: string[]): Promise<void> {
  await (await import('./startup/run-command')).runCommand(typed)
}
