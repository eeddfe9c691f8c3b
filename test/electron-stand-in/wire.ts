import { parse, stringify } from 'devalue'

/**
 * Encodes a value for IPC. Electron sends structured clones; this covers what the app sends: plain data, undefined, Date,
 * Map, Set, BigInt, typed arrays and errors. JSON is used where possible, because it is as fast as a clone.
 * @throws Error for a function, as in Electron
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

/** @param text from {@link encode} */
export function decode(text: string): unknown {
  if (text.startsWith('json')) return JSON.parse(text.slice(4))
  return parse(text, {
    Error: ({ name, message, stack }: { name: string; message: string; stack?: string }) =>
      Object.assign(new Error(message), { name, stack }),
  })
}

/** @param depth how deep to look; a deeper value may contain a circular reference */
function isJson(value: unknown, depth = 12): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  if (typeof value !== 'object' || depth === 0) return false
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth - 1))
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  return Object.values(value).every((item) => isJson(item, depth - 1))
}

/** The channels on which a page asks the stand-in itself. */
export const ownChannels = {
  /** for a new window */
  open: 'stand-in:open',
  /** whether it may navigate to an address that is requested from nobody, such as `blob:` */
  navigate: 'stand-in:navigate',
  /** for a permission; the only one with an answer */
  permission: 'stand-in:permission',
  /** a pressed key that the page has not handled */
  key: 'stand-in:key',
  /** an exception of the preload */
  preloadError: 'stand-in:preload-error',
} as const

/** What a page knows of a new window that it requests. */
export interface OpenRequest {
  url: string
  frameName: string
  features: string
  disposition: 'foreground-tab' | 'background-tab' | 'new-window'
}

/** @param isCheck whether the page only reads the permission's state */
export interface PermissionQuestion {
  permission: string
  isCheck: boolean
  mediaTypes?: string[]
}

/** A message from a page to the main process. Only `invoke` has an id, which its answer repeats. */
export interface FromPage {
  channel: string
  id?: number
  args: unknown[]
}

/** A message from the main process to a page: on a channel, or the answer to an invoke. */
export type ToPage =
  | { kind: 'message'; channel: string; args: unknown[] }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failure'; id: number; message: string }
