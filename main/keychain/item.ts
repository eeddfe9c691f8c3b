import { z } from 'zod'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import type { Keychain } from './keychain'
import { unreadable } from './keychain-errors'
import { keychainName } from './keychain-name'

/** What one credential may hold on Windows, in bytes. Holds everywhere, so that no account works on one system only. */
const largestItem = 2560

/** A kind of secret in the keychain: JSON with a version, so that the app knows its own items. */
export interface ItemFormat<Value extends object> {
  /** @returns null when there is none. @throws Failure; `keychain-unreadable` when the item is not the app's */
  read(keychain: Keychain, name: string): Promise<Value | null>
  /** @param replace whether an item that cannot be understood may be overwritten. @throws Failure */
  write(keychain: Keychain, name: string, value: Value, replace: boolean): Promise<void>
  /** @throws Failure `invalid-input` about the field, for a value that some system's keychain could not hold */
  mustFit(value: Value, field: string): void
}

/** @param fields of an item, beside its version */
export function itemFormat<Shape extends z.ZodRawShape>(fields: Shape): ItemFormat<z.infer<z.ZodObject<Shape>>> {
  type Value = z.infer<z.ZodObject<Shape>>
  const version = 1
  const schema = z.object(fields)
  const envelope = z.looseObject({ version: z.literal(version) })
  const write = (value: Value) => JSON.stringify({ version, ...value })
  const parse = (text: string): Value | undefined => {
    try {
      return schema.parse(envelope.parse(JSON.parse(text)))
    } catch {
      return undefined
    }
  }
  return {
    read: async (keychain, name) => {
      const secret = await keychain.read(name)
      if (secret === null) return null
      const value = parse(secret)
      if (!value) throw unreadable()
      return value
    },
    write: (keychain, name, value, replace) =>
      keychain.write(name, write(value), (known) => replace || parse(known) !== undefined),
    mustFit: (value, field) => {
      if (Buffer.byteLength(write(value)) <= largestItem) return
      throw new Failure('invalid-input', text('keychain.tooLong', { keychain: keychainName }), field)
    },
  }
}
