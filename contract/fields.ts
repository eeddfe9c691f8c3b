/** Schemas that several commands share. The message of an issue is the key of a text; the command runner formats it. */
import { z } from 'zod'
import type { TextKey } from '../texts/languages'
import { longestFleepAddress, shortestFleepAddress } from './fleep-id'
import { digitsOf, isVisible, removeInvisible, trimTyped } from './typed-text'

/** Checks at compile time that the text exists. */
export const textKey = (key: TextKey): string => key

/** @param maxLength in UTF-16 code units; longer than any real value */
export const text = (maxLength: number) => z.string().max(maxLength, textKey('input.atMost'))
/** @param missing the key of the message for an empty value */
export const required = (maxLength: number, missing: TextKey) => text(maxLength).min(1, textKey(missing))

/** Text that a person types or pastes, without spaces and invisible characters at its ends. */
export const typedText = (maxLength: number) => z.string().overwrite(trimTyped).max(maxLength, textKey('input.atMost'))
/** As {@link typedText}. @param missing the key of the message for an empty value */
export const requiredTyped = (maxLength: number, missing: TextKey) => typedText(maxLength).min(1, textKey(missing))
/** A typed name, of which at least one character must be visible. */
export const visibleName = (maxLength: number) =>
  requiredTyped(maxLength, 'input.name').refine(isVisible, textKey('input.name'))
/** Typed text that has no invisible characters inside either, such as an address or a phone number. */
export const typedWord = (maxLength: number) =>
  z.string().overwrite(removeInvisible).max(maxLength, textKey('input.atMost'))
/** As {@link typedWord}. @param missing the key of the message for an empty value */
export const requiredWord = (maxLength: number, missing: TextKey) => typedWord(maxLength).min(1, textKey(missing))

export const noInput = z.strictObject({})

/** A password without line breaks, because protocols such as SMTP send it in one line. */
export const password = (missing: TextKey) =>
  required(1000, missing).regex(/^[^\r\n\0]*$/, textKey('input.passwordLines'))
export const serverAddress = requiredTyped(2000, 'input.server')
export const link = requiredTyped(2000, 'input.link')
export const emailAddress = requiredWord(320, 'input.email').regex(
  /^[^\s@,\p{Cc}]+@[^\s@,\p{Cc}]+$/u,
  textKey('input.emailForm'),
)
/** The code of a confirmation email. People copy it as "202 046" or "202-046". */
export const confirmationCode = z
  .string()
  .overwrite(digitsOf)
  .max(100, textKey('input.atMost'))
  .min(1, textKey('input.code'))
/** A Fleep address that is chosen now. Existing ones may have been made by other rules. */
export const fleepAddress = requiredWord(100, 'input.fleepAddress')
  .regex(/^[a-z0-9][a-z0-9._-]*$/i, textKey('input.fleepAddressForm'))
  .refine(
    ({ length }) => length >= shortestFleepAddress && length <= longestFleepAddress,
    textKey('input.fleepAddressLength'),
  )

/** @returns a schema in which every key is optional, but at least one must be given */
export function nonEmptyPartial<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .strictObject(shape)
    .partial()
    .refine((given) => Object.keys(given).length > 0, textKey('input.nothing'))
}
