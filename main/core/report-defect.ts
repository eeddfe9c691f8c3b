import { stackLines } from './redact'

/** Prints the name and stack of an unexpected exception, but not its message, which could contain secrets. */
export function reportDefect(reason: unknown): void {
  const error = reason instanceof Error ? reason : new Error('unknown')
  process.stderr.write(`${[`A defect: ${error.name}`, ...stackLines(error)].join('\n')}\n`)
}
