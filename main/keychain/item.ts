import { z } from 'zod'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import type { Keychain } from './keychain'
import { unreadableItem } from './keychain-errors'
import { keychainName } from './keychain-name'

/** The limit of Windows for a credential, in bytes. It applies everywhere, so that no account works on one system only. */
const maxItemSize = 2560

/** A kind of secret in the keychain: JSON with a version, so that the app recognises its own items. */
export interface ItemFormat<Value extends object> {
  /** @returns null if there is none. @throws Failure; `keychain-unreadable` if the app did not write the item */
  read(keychain: Keychain, name: string): Promise<Value | null>
  /** @param replace whether an unreadable item may be overwritten. @throws Failure */
  write(keychain: Keychain, name: string, value: Value, replace: boolean): Promise<void>
  /** @throws Failure `invalid-input` with the field, for a value that is too long for the keychain of some system */
  assertFits(value: Value, field: string): void
}

/** @param fields what an item holds besides its version */
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
      if (!value) throw unreadableItem()
      return value
    },
    write: (keychain, name, value, replace) =>
      keychain.write(name, write(value), (known) => replace || parse(known) !== undefined),
    assertFits: (value, field) => {
      if (Buffer.byteLength(write(value)) <= maxItemSize) return
      throw new Failure('invalid-input', text('keychain.tooLong', { keychain: keychainName() }), field)
    },
  }
}
