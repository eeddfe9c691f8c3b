import { join } from 'node:path'
import { makePrivateFolder, privateFile } from './private-files'
import { redact } from './redact'

type Level = 'warn' | 'error'
export type Log = (level: Level, event: string, details?: unknown) => void

/** In bytes. A larger file is renamed to main.old.log, and a new one is started. */
const maxFileSize = 512 * 1024

/**
 * Opens the log file for developers. The logger is imported with the first line, and its errors are ignored.
 *
 * @param folder the folder of main.log
 * @param start details of this process, which are logged before its first line
 * @returns a function that logs a line without secrets
 */
export function openLog(folder: string, start: unknown): Log {
  const open = async () => {
    makePrivateFolder(folder)
    const { default: logger } = await import('electron-log/node')
    logger.transports.console.level = false
    logger.transports.file.resolvePathFn = () => join(folder, 'main.log')
    logger.transports.file.writeOptions = { flag: 'a', mode: privateFile, encoding: 'utf8' }
    logger.transports.file.maxSize = maxFileSize
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
