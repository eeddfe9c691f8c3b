import { parse, stringify } from 'devalue'

/**
 * Values as Electron's IPC carries them: structured clones. Covers what the app sends: plain data, undefined, Date,
 * Map, Set, BigInt, typed arrays and errors. A function is refused, as in Electron.
 */
export function encode(value: unknown): string {
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
  return parse(text, {
    Error: ({ name, message, stack }: { name: string; message: string; stack?: string }) =>
      Object.assign(new Error(message), { name, stack }),
  })
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
