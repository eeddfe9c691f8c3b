import { run } from './bridge'

/** After these, the page reports no more: an exception that comes again and again must not fill the log. */
let remaining = 20

/** Reports the page's uncaught exceptions to the main process, which logs them. */
export function reportDefects(): void {
  window.addEventListener('error', ({ error }) => report(error))
  window.addEventListener('unhandledrejection', ({ reason }) => report(reason))
}

/** The message stays here: it could contain what somebody typed. */
function report(reason: unknown): void {
  // Some events have no exception, such as the one for an observer of sizes that has to be called again.
  if (!(reason instanceof Error) || remaining === 0) return
  remaining -= 1
  const lines = (reason.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  const places = lines.slice(0, 20).map((line) => line.slice(0, 300))
  void run('app.reportDefect', { name: reason.name.slice(0, 100), places })
}
