import addressparser from 'nodemailer/lib/addressparser'
import { removeInvisible } from '../../bridge'

export interface FoundAddresses {
  /** Each address once, as it is first written. */
  addresses: string[]
  /** The number of lines that have text, but no address. */
  linesWithout: number
}

/**
 * Separates addresses in lists of other languages, in tables, and in text. A middle dot between two l belongs to a Catalan
 * name. `(?![<>])` spares the brackets of `Name <address>`, which the parser reads.
 */
const separator = /[|｜、；，：。・·•\p{Ps}\p{Pe}\p{Pi}]|[»”]|:(?=\s|$)|(?<!")\s+|\s+(?!<)/gu
const catalanDot = /(?<=[lL])·(?=[lL])/gu
/** A subject and the like in a mailto link. */
const mailtoFields = /(mailto:[^\s?"<>]+)\?[^\s"<>)\]]*/giu
/** The local part, with marks such as `*` or `'` around the address left out; then a domain; then no letter of another word. */
const address =
  /^[^\p{L}\p{N}_+&#$%~-]*([\p{L}\p{M}\p{N}\p{So}!#$%&'*+/=?^_`{|}~.-]+@[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}_·.-]*[\p{L}\p{M}\p{N}])?)[^\p{L}\p{M}\p{N}@]*$/u

/** @param text typed, pasted, or from a CSV file */
export function addressesIn(text: string): FoundAddresses {
  const found = new Map<string, string>()
  let linesWithout = 0
  for (const line of text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)) {
    const visible = removeInvisible(line)
    const inLine = visible.includes('@') ? cachedAddressesInLine(visible) : []
    if (inLine.length === 0 && visible !== '') linesWithout += 1
    for (const one of inLine) if (!found.has(one.toLowerCase())) found.set(one.toLowerCase(), one)
  }
  return { addresses: [...found.values()], linesWithout }
}

/** The addresses of lines that were read before: with each key that is typed, a long list is read again. */
const cache = new Map<string, string[]>()
const mostCached = 20_000

function cachedAddressesInLine(line: string): string[] {
  const known = cache.get(line)
  if (known) return known
  const found = addressesInLine(line)
  if (cache.size >= mostCached) cache.clear()
  cache.set(line, found)
  return found
}

function addressesInLine(line: string): string[] {
  const plain = line.replace(mailtoFields, '$1').replace(/[’＇]/g, "'").replace(/＠/g, '@')
  const separated = plain.replace(catalanDot, '\0').replace(separator, ',').replaceAll('\0', '·').replaceAll('>', '>,')
  // A lone quotation mark, as in 6", would make one name of the rest of the line.
  const hasLoneQuote = separated.split('"').length % 2 === 0
  return parseList(hasLoneQuote ? separated.replaceAll('"', ',') : separated)
}

function parseList(list: string): string[] {
  return addressparser(list, { flatten: true }).flatMap((entry) => {
    const [, whole] = address.exec(entry.address) ?? []
    if (whole) return [whole]
    // A quoted list or a piece of HTML: the parser takes all of it as one name or address, and moves its quotation marks.
    const words = `${entry.name},${entry.address}`.replaceAll('"', '').split(/[\s<>,;:=]+/)
    return words.flatMap((word) => address.exec(word)?.[1] ?? [])
  })
}
