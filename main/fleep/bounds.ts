/**
 * The ranges of what a server sends. A schema that only says "number" or "text" leaves the range to whoever uses the
 * value, and one absurd value of a record must not break a panel. The bounds are far above what any account has.
 */
import { z } from 'zod'
import { isDeeperThan, maxJsonDepth } from '../../contract/json-depth'

/** The largest time that a Date can be, in milliseconds before or after 1970. Source: ECMA-262. */
const maxTime = 8.64e15
/** In UTF-16 code units. */
const maxId = 200
/** A server that sends more records than this is not read further. */
export const maxRecords = 500_000

/** An id; a record with another one is left out. */
export const id = z.string().max(maxId).refine(isWellFormed)

/** Text of one line that is shown, such as a name. The rest of a longer one is left out. */
export const shortText = boundedText(10_000)

/** A message, a list or a JSON value in text form. */
export const longText = boundedText(1_000_000)

/** An address of a file. One that is longer is unknown, because a part of it is another address. */
export const url = z.string().max(8_000)

/** Text that may be missing or null. */
export const optionalText = shortText.nullish()

/** A time in seconds since 1970; undefined if it is missing or no date. */
export const optionalSeconds = z
  .number()
  .min(-maxTime / 1000)
  .max(maxTime / 1000)
  .nullish()
  .catch(undefined)

/** A size or position in bytes; undefined if it is missing or absurd. */
export const optionalSize = z.coerce.number().int().nonnegative().optional().catch(undefined)

/** A place in the stream of an account's changes, which is sent back as it is. */
export const eventHorizon = z.int().nonnegative()

/**
 * Schema of a list of which only the first `most` items are read. What does not fit is left out.
 * @param item the schema of an item
 */
export function boundedList<Schema extends z.ZodType>(item: Schema, most: number) {
  return z.array(z.unknown()).transform((items) => {
    const read: z.output<Schema>[] = []
    for (const each of items) {
      if (read.length === most) break
      const parsed = item.safeParse(each)
      if (parsed.success) read.push(parsed.data)
    }
    return read
  })
}

/** @returns the parsed JSON; undefined for a text that is no JSON, or is nested more deeply than the app takes */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isDeeperThan(value, maxJsonDepth) ? undefined : value
  } catch {
    return undefined
  }
}

/** @returns whether every character is whole: JSON can hold halves of surrogate pairs, of which no URL can be made */
export function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text)
}

/** @param most in UTF-16 code units */
function shorten(text: string, most: number): string {
  const short = text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
  return short.replace(/\p{Cs}/gu, '\ufffd')
}

function boundedText(most: number) {
  return z.string().overwrite((text) => shorten(text, most))
}
