import { join } from 'node:path'
import { redact } from './redact'

type Level = 'warn' | 'error'
export type Log = (level: Level, event: string, details?: unknown) => void

/** In bytes; then the file becomes main.old.log, and a new one begins. */
const largestFile = 512 * 1024

/**
 * A log in the data folder, for whoever looks into a defect. Loaded with the first line, and never a reason to fail.
 *
 * @param folder where main.log is
 * @param start what stands before the first line of this process
 */
export function openLog(folder: string, start: unknown): Log {
  const open = async () => {
    const { default: logger } = await import('electron-log/node')
    logger.transports.console.level = false
    logger.transports.file.resolvePathFn = () => join(folder, 'main.log')
    logger.transports.file.maxSize = largestFile
    logger.info('start', start)
    return logger
  }
  let opened: ReturnType<typeof open> | undefined
  return (level, event, details) => {
    const line = details === undefined ? [event] : [event, redact(details)]
    opened ??= open()
    void opened.then((logger) => logger[level](...line)).catch(() => undefined)
  }
}
