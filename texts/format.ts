import type { GetICUArgs } from '@schummar/icu-type-parser'
import format, { type FormatOptions, type FormatValues } from 'icu-minify/format'
import type { en } from './en'
import type { Language, TextKey } from './languages'

type ArgumentTypes = { ICUArgument: string | number; ICUNumberArgument: number; ICUDateArgument: Date }
type Formatter<Values> = (values: Values) => void
/** For a union of keys, a union of functions. */
type FormatterOf<Key extends TextKey> = Key extends TextKey
  ? Formatter<GetICUArgs<(typeof en)[Key], ArgumentTypes>>
  : never
/** For a union of keys, the arguments of all texts: inferring a parameter turns the union into an intersection. */
type ArgumentsOf<Key extends TextKey> = FormatterOf<Key> extends Formatter<infer All> ? All : never

/** The parameters that a text needs after its key: none, or one object with the values of its arguments. */
export type Values<Key extends TextKey> = keyof ArgumentsOf<Key> extends never ? [] : [ArgumentsOf<Key>]

/** A text without arguments. */
export type PlainKey = { [Key in TextKey]: Values<Key> extends [] ? Key : never }[TextKey]

/** For each tag, a function that creates the element for the text within the tag. */
export type Tags<Element> = Record<string, (parts: (string | Element)[]) => Element>

/** The formats of Intl by their options. Creating one takes longer than using it. */
const cache = new Map<string, unknown>()

function cached<Format, Options extends unknown[]>(kind: string, create: (...options: Options) => Format) {
  return (...options: Options): Format => {
    const key = kind + JSON.stringify(options)
    if (!cache.has(key)) cache.set(key, create(...options))
    return cache.get(key) as Format
  }
}

const options: FormatOptions = {
  formatters: {
    getDateTimeFormat: cached('date', (...args) => new Intl.DateTimeFormat(...args)),
    getNumberFormat: cached('number', (...args) => new Intl.NumberFormat(...args)),
    getPluralRules: cached('plural', (...args) => new Intl.PluralRules(...args)),
  },
  formats: { number: { percent: { style: 'percent' } } },
}

/** @returns the text with the values of its arguments inserted */
export function formatText(language: Language, key: TextKey, values: unknown): string {
  return formatTextParts<string>(language, key, values, plainTags).join('')
}

const join = (parts: string[]) => parts.join('')
/** Where there are no elements, as in a terminal, a tag is its text. */
const plainTags: Tags<string> = { foreign: join, strong: join }

/** @returns the parts of the text; each part within a tag is the element that the tag's function creates */
export function formatTextParts<Element>(
  { locale, catalogue }: Language,
  key: TextKey,
  values: unknown,
  tags?: Tags<Element>,
): (string | Element)[] {
  const given = { ...(values as object), ...tags } as FormatValues<Element>
  return [format<Element>(catalogue[key], locale, given, options)].flat() as (string | Element)[]
}
