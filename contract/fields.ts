/** Schemas that several commands share. The message of an issue is the key of a text; the command runner formats it. */
import { z } from 'zod'
import type { TextKey } from '../texts/languages'

/** Checks at compile time that the text exists. */
export const textKey = (key: TextKey): string => key

/** @param maxLength in UTF-16 code units; longer than any real value */
export const text = (maxLength: number) => z.string().max(maxLength, textKey('input.atMost'))
/** @param missing the key of the message for an empty value */
export const required = (maxLength: number, missing: TextKey) => text(maxLength).min(1, textKey(missing))
export const noInput = z.strictObject({})

/** A password without line breaks, because protocols such as SMTP send it in one line. */
export const password = (missing: TextKey) =>
  required(1000, missing).regex(/^[^\r\n\0]*$/, textKey('input.passwordLines'))
export const serverAddress = required(2000, 'input.server')
export const link = required(2000, 'input.link')
export const emailAddress = required(320, 'input.email').regex(
  /^[^\s@,\p{Cc}]+@[^\s@,\p{Cc}]+$/u,
  textKey('input.emailForm'),
)
export const fleepAddress = required(100, 'input.fleepAddress').regex(
  /^[a-z0-9][a-z0-9._-]*$/i,
  textKey('input.fleepAddressForm'),
)

/** @returns a schema in which every key is optional, but at least one must be given */
export function nonEmptyPartial<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .strictObject(shape)
    .partial()
    .refine((given) => Object.keys(given).length > 0, textKey('input.nothing'))
}
