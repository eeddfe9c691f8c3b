/**
 * What a server may send in a field, and its range. A field is read for itself: one that is not understood is undefined, so
 * that it hides neither the rest of its record nor the record. Servers send numbers and booleans as text, and the reverse
 * (Fleep's public tests). The bounds are far above what any account has.
 */
import { z } from 'zod'
import { isDeeperThan, maxJsonDepth } from '../../contract/json-limits'

/** The largest time that a Date can be, in milliseconds before or after 1970. Source: ECMA-262. */
const maxTime = 8.64e15
/** In UTF-16 code units. */
const maxId = 200
const maxText = 10_000
const maxLongText = 1_000_000
/** A server that sends more records than this is not read further. */
export const maxRecords = 500_000

/** An id; a record with another one is left out. */
export const id = z.preprocess(asText, z.string().min(1).max(maxId).refine(isWellFormed))

/** Text of one line that is shown, such as a name. The rest of a longer one is left out. */
export const shortText = z.preprocess(
  asText,
  z.string().overwrite((text) => shorten(text, maxText)),
)

/** An address of a file. One that is longer is unknown, because a part of it is another address. */
export const url = z.string().max(8_000)

export const optionalId = optional(id)
export const optionalText = field((sent) => textOf(sent, maxText))
/** A message. */
export const optionalLongText = field((sent) => textOf(sent, maxLongText))
export const optionalUrl = optional(url)

/** JSON in text form. A server that sends the value itself means the same. */
export const optionalJson = field((sent) => textOf(typeof sent === 'object' ? JSON.stringify(sent) : sent, maxLongText))

/** How servers write true and false where it is not JSON's own. */
const flagWords = new Map<unknown, boolean>([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
  [1, true],
  [0, false],
])

export const optionalFlag = field((sent) => {
  if (typeof sent === 'boolean') return sent
  return flagWords.get(typeof sent === 'string' ? sent.toLowerCase() : sent)
})

export const optionalNumber = field(numberOf)

/**
 * Schema of a list that may be missing or null. A server that sends it as JSON text means the same.
 * @param item the schema of an item; what does not fit is left out
 */
export function optionalList<Schema extends z.ZodType>(item: Schema, most: number) {
  return optional(z.preprocess((sent) => (typeof sent === 'string' ? parseJson(sent) : sent), boundedList(item, most)))
}

/** A time in seconds since 1970; undefined also if it is no date. */
export const optionalSeconds = field((sent) => {
  const seconds = numberOf(sent)
  return seconds !== undefined && Math.abs(seconds) <= maxTime / 1000 ? seconds : undefined
})

/** A size or position in bytes; undefined also if it is absurd. */
export const optionalSize = field((sent) => {
  const size = numberOf(sent)
  return Number.isSafeInteger(size) && Number(size) >= 0 ? size : undefined
})

/** A number that stands for a record, such as a message. A record with another one is left out. */
export const recordNumber = z.preprocess(asNumber, z.int())

/** A place in the stream of an account's changes, which is sent back as it is. It is negative while a first sync goes on. */
export const eventHorizon = z.preprocess(asNumber, z.int())

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

/** @returns text, also for a number or a boolean; undefined for anything else */
function textOf(sent: unknown, most: number): string | undefined {
  const text = asText(sent)
  return typeof text === 'string' ? shorten(text, most) : undefined
}

/** @returns a finite number, also for a text that is one; undefined for anything else */
function numberOf(sent: unknown): number | undefined {
  const number = asNumber(sent)
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

function asText(sent: unknown): unknown {
  return typeof sent === 'number' || typeof sent === 'boolean' ? String(sent) : sent
}

function asNumber(sent: unknown): unknown {
  return typeof sent === 'string' && /^\s*[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?\s*$/i.test(sent) ? Number(sent) : sent
}

/** A field that may be missing or null. One that is not understood is as if it was missing. */
function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().catch(undefined)
}

/** As {@link optional}, in one step instead of five, because every record has a dozen of them. */
function field<Value>(read: (sent: unknown) => Value | undefined) {
  return z.transform((sent: unknown) => (sent === null ? null : read(sent))).optional()
}
