/** How an Electron process ends, or goes on, where a Node process would end by itself. */
import type { App } from './app'

const signals: (string | symbol)[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * As Electron does after the app's script has run: SIGINT, SIGTERM and SIGHUP quit the app from now on. The listeners that
 * the script has added for them get nothing any more, until the script has removed all of a signal's and adds one again:
 * then it is the app's alone. A signal without any listener ends the process. Source: Electron's
 * ElectronBrowserMainParts::PostCreateMainMessageLoop, which replaces the handlers of libuv, and libuv's uv_signal_start,
 * which sets its handler for the first listener only.
 */
export function quitOnSignals(app: App): void {
  /** The signals that quit the app. */
  const held = new Set(signals)
  /** Keeps Node's handler installed, through which the signal comes here. */
  const hold = () => undefined
  const emit = process.emit as (name: string | symbol, ...args: unknown[]) => boolean
  process.emit = ((name: string | symbol, ...args: unknown[]) => {
    if (!held.has(name)) return emit.call(process, name, ...args)
    app.quit()
    return true
  }) as typeof process.emit
  for (const signal of signals as NodeJS.Signals[]) {
    // Node calls the method that process.emit was when the first listener was added.
    const earlier = process.listeners(signal) as (() => void)[]
    process.removeAllListeners(signal)
    for (const listener of [hold, ...earlier]) process.on(signal, listener)
  }
  process.on('newListener', (name) => {
    if (process.listenerCount(name) === 1) held.delete(name)
  })
  process.on('removeListener', (name, listener) => {
    if (listener === hold || !process.listeners(name as NodeJS.Signals).includes(hold)) return
    if (process.listenerCount(name) > 1) return
    held.delete(name)
    process.off(name as NodeJS.Signals, hold)
  })
}

/** An exception or rejection that the app does not handle is shown in a dialog or a warning, and the process goes on. */
export function surviveExceptions(): void {
  process.on('uncaughtException', (error) => {
    if (process.listenerCount('uncaughtException') > 1) return
    process.stderr.write(`A JavaScript error occurred in the main process\nUncaught Exception:\n${error.stack}\n`)
  })
  process.on('unhandledRejection', (reason) => {
    if (process.listenerCount('unhandledRejection') > 1) return
    process.stderr.write(`UnhandledPromiseRejectionWarning: ${reason instanceof Error ? reason.stack : reason}\n`)
  })
}

/** Electron's message loop runs until the app quits, also while nothing is left to do. */
export function runUntilQuit(): void {
  setInterval(() => undefined, 2 ** 30)
}
