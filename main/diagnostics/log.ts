import { join } from 'node:path'
import { redact } from './redact'

export type Level = 'info' | 'warn' | 'error'
export type Log = (level: Level, event: string, details?: unknown) => void

/** In bytes; then the file becomes main.old.log, and a new one begins. */
const largestFile = 512 * 1024

/**
 * A log in the data folder, for whoever looks into a defect. Loaded with the first line, and never a reason to fail.
 *
 * @param folder where main.log is
 */
export function openLog(folder: string): Log {
  const logger = import('electron-log/node').then(({ default: log }) => {
    log.transports.console.level = false
    log.transports.file.resolvePathFn = () => join(folder, 'main.log')
    log.transports.file.maxSize = largestFile
    return log
  })
  return (level, event, details) => {
    const line = details === undefined ? [event] : [event, redact(details)]
    void logger.then((log) => log[level](...line)).catch(() => undefined)
  }
}
