import { placesOf } from './redact'

/** What no sentence was written for. The text may hold anything, so only its kind and place are printed. */
export function reportDefect(reason: unknown): void {
  const error = reason instanceof Error ? reason : new Error('unknown')
  process.stderr.write(`${[`A defect: ${error.name}`, ...placesOf(error)].join('\n')}\n`)
}
