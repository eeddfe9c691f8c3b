import type { GetICUArgs } from '@schummar/icu-type-parser'
import format, { type FormatOptions, type FormatValues } from 'icu-minify/format'
import type { en } from './en'
import type { Language, TextKey } from './languages'

type Types = { ICUArgument: string | number; ICUNumberArgument: number; ICUDateArgument: Date }
type Taking<Given> = (given: Given) => void
type TakingOne<Key extends TextKey> = Key extends TextKey ? Taking<GetICUArgs<(typeof en)[Key], Types>> : never
/** Of one text that is to be chosen among several: the arguments of all of them. */
type ArgumentsOf<Key extends TextKey> = TakingOne<Key> extends Taking<infer All> ? All : never

/** What must be given with a text: nothing, or the values of its arguments. */
export type Values<Key extends TextKey> = keyof ArgumentsOf<Key> extends never ? [] : [ArgumentsOf<Key>]

/** A text without arguments. */
export type PlainKey = { [Key in TextKey]: Values<Key> extends [] ? Key : never }[TextKey]

/** How a part of a text in tags is shown. */
export type Tags<Element> = Record<string, (parts: (string | Element)[]) => Element>

/** Making one takes longer than using it. */
const formats = new Map<string, unknown>()
function kept<Format, Given extends unknown[]>(kind: string, make: (...given: Given) => Format) {
  return (...given: Given): Format => {
    const name = kind + JSON.stringify(given)
    if (!formats.has(name)) formats.set(name, make(...given))
    return formats.get(name) as Format
  }
}

const options: FormatOptions = {
  formatters: {
    getDateTimeFormat: kept('date', (...given) => new Intl.DateTimeFormat(...given)),
    getNumberFormat: kept('number', (...given) => new Intl.NumberFormat(...given)),
    getPluralRules: kept('plural', (...given) => new Intl.PluralRules(...given)),
  },
  formats: { number: { percent: { style: 'percent' } } },
}

/** @returns a text of the language with its values in it */
export function formatText(language: Language, key: TextKey, values: unknown): string {
  return formatTextParts<string>(language, key, values).join('')
}

/** @returns the parts of a text, those in tags as the tags make them */
export function formatTextParts<Element>(
  { locale, catalogue }: Language,
  key: TextKey,
  values: unknown,
  tags?: Tags<Element>,
): (string | Element)[] {
  const given = { ...(values as object), ...tags } as FormatValues<Element>
  return [format<Element>(catalogue[key], locale, given, options)].flat() as (string | Element)[]
}
