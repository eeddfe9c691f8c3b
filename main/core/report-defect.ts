import { stackLines } from './redact'

let isListening = false

/** Prints the name and stack of an unexpected exception, but not its message, which could contain secrets. */
export function reportDefect(reason: unknown): void {
  const error = reason instanceof Error ? reason : new Error('unknown')
  // Where the terminal is gone, the failed write would be an unexpected exception itself.
  if (!isListening) process.stderr.on('error', () => undefined)
  isListening = true
  process.stderr.write(`${[`A defect: ${error.name}`, ...stackLines(error)].join('\n')}\n`)
}
