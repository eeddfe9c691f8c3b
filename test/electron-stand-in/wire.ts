import { parse, stringify } from 'devalue'

/**
 * Values as Electron's IPC carries them: structured clones. Covers what the app sends: plain data, undefined, Date,
 * Map, Set, BigInt, typed arrays and errors. A function is refused, as in Electron. Most is JSON, which takes as little
 * time as a clone does.
 */
export function encode(value: unknown): string {
  if (isJson(value)) return `json${JSON.stringify(value)}`
  try {
    return stringify(value, {
      Error: (item) => item instanceof Error && { name: item.name, message: item.message, stack: item.stack },
    })
  } catch {
    throw new Error('An object could not be cloned.')
  }
}

/** @param text what {@link encode} made */
export function decode(text: string): unknown {
  if (text.startsWith('json')) return JSON.parse(text.slice(4))
  return parse(text, {
    Error: ({ name, message, stack }: { name: string; message: string; stack?: string }) =>
      Object.assign(new Error(message), { name, stack }),
  })
}

/** @param depth what is nested deeper may go in circles */
function isJson(value: unknown, depth = 12): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  if (typeof value !== 'object' || depth === 0) return false
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth - 1))
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  return Object.values(value).every((item) => isJson(item, depth - 1))
}

/** The channel on which a page says that it wants a new window at a URL. */
export const openChannel = 'stand-in:open'

/** What a page sends to the main process: `send` has no id, `invoke` waits for an answer under its id. */
export interface FromPage {
  channel: string
  id?: number
  args: unknown[]
}

/** What the main process sends to a page: a message on a channel, or the answer to an invoke. */
export type ToPage =
  | { kind: 'message'; channel: string; args: unknown[] }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failure'; id: number; message: string }
