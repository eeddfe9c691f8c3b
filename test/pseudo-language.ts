import { compile } from '../texts/compile'
import { en } from '../texts/en'
import type { Catalogue, Language } from '../texts/languages'

/** Mark the start and end of every text, so that a text outside the catalogue or a cut-off text is visible. */
export const [begin, end] = ['⟦', '⟧']

/** Unicode controls: right-to-left override, and its end. */
const [startRtl, endRtl] = ['\u202e', '\u202c']

const vowels = { a: 'äâ', e: 'ëê', i: 'ïî', o: 'öô', u: 'üû', y: 'ÿý' }

/** English as a right-to-left language. Two accented vowels replace each vowel, so a text is about a third longer. */
export function pseudoLanguage(): Language {
  const catalogue = compile(en)
  const messages = Object.entries(catalogue).map(([key, message]) => [
    key,
    [begin, ...partsOf(message).map(transform), end],
  ])
  return { locale: 'ar-XB', direction: 'rtl', catalogue: Object.fromEntries(messages) as Catalogue }
}

const partsOf = (message: Catalogue[keyof Catalogue]) => (typeof message === 'string' ? [message] : message)

/** Transforms the texts of a compiled message, also in branches and tags. Names of arguments and kinds are kept. */
function transform(part: unknown): unknown {
  if (typeof part === 'string') return startRtl + part.replace(/[aeiouy]/g, (vowel) => vowels[vowel as 'a']) + endRtl
  if (!Array.isArray(part)) return part
  const [name, kind, ...rest] = part
  // A plain argument, or an argument with a kind: with branches or with a style.
  if (kind === undefined) return part
  if (typeof kind !== 'number' || kind === 0) return [name, ...part.slice(1).map(transform)]
  return [name, kind, ...rest.map((branches) => (hasBranches(kind) ? transformBranches(branches) : branches))]
}

/** The kinds 1 to 3 of icu-minify: select, plural and selectordinal. */
const hasBranches = (kind: number) => kind >= 1 && kind <= 3

function transformBranches(branches: Record<string, unknown>): unknown {
  const entries = Object.entries(branches).map(([name, branch]) => {
    return [name, Array.isArray(branch) ? branch.map(transform) : transform(branch)]
  })
  return Object.fromEntries(entries)
}
