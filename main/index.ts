import { detectCommand } from './command-line/detect-command'
import { listenForLinks } from './electron/app-links'
import { CommandProcess } from './electron/command-process'
import { isFirstInstance, prepareElectron, quit, whenReady } from './electron/entry'
import { startWithoutDisplay } from './startup/without-display'

const words = detectCommand(process.argv)
if (words) startWithoutDisplay()
const canStart = prepareElectron(process.argv)

if (words) void runCommand(words, new CommandProcess())
else if (!canStart) void refuseToStart()
// A second process only makes the first one show its window, and must not touch any file.
else if (isFirstInstance()) startWindow()
else quit()

/** Loads the rest of the app in a later turn of the event loop, so that Electron's own processes start first. */
function startWindow(): void {
  const ready = whenReady()
  const openLinks = listenForLinks()
  setImmediate(async () => (await import('./startup/start')).start(ready, openLinks))
}

async function runCommand(commandWords: string[], commandProcess: CommandProcess): Promise<void> {
  try {
    await (await import('./startup/run-command')).runCommand(commandWords, commandProcess, canStart)
  } finally {
    // Has ended already, unless the lines above failed, which does not end an Electron process.
    commandProcess.exit(1)
  }
}

async function refuseToStart(): Promise<void> {
  await (await import('./electron/refuse-to-start')).refuseToStart()
}
