import { compile } from '../texts/compile'
import { en } from '../texts/en'
import type { Catalogue, Language } from '../texts/languages'

/** Around every text, so that one that is in no catalogue is seen, and one that is cut off. */
export const [begin, end] = ['⟦', '⟧']

/** From here on everything runs from right to left, until it ends. */
const [turn, turnBack] = ['\u202e', '\u202c']

const vowels = { a: 'äâ', e: 'ëê', i: 'ïî', o: 'öô', u: 'üû', y: 'ÿý' }

/** English as a language that runs from right to left, with a third more letters in each text. */
export function pseudoLanguage(): Language {
  const catalogue = compile(en)
  const own = Object.entries(catalogue).map(([key, message]) => [key, [begin, ...partsOf(message).map(disguise), end]])
  return { locale: 'ar-XB', direction: 'rtl', catalogue: Object.fromEntries(own) as Catalogue }
}

const partsOf = (message: Catalogue[keyof Catalogue]) => (typeof message === 'string' ? [message] : message)

/** Texts, in branches and tags too; names of arguments and kinds stay. */
function disguise(part: unknown): unknown {
  if (typeof part === 'string') return turn + part.replace(/[aeiouy]/g, (vowel) => vowels[vowel as 'a']) + turnBack
  if (!Array.isArray(part)) return part
  const [name, kind, ...rest] = part
  // An argument alone, or one of a kind: with branches, or with a style.
  if (kind === undefined) return part
  if (typeof kind !== 'number' || kind === 0) return [name, ...part.slice(1).map(disguise)]
  return [name, kind, ...rest.map((branches) => (isBranches(kind) ? inBranches(branches) : branches))]
}

/** select, plural and selectordinal, as icu-minify numbers them. */
const isBranches = (kind: number) => kind >= 1 && kind <= 3

function inBranches(branches: Record<string, unknown>): unknown {
  const own = Object.entries(branches).map(([name, branch]) => {
    return [name, Array.isArray(branch) ? branch.map(disguise) : disguise(branch)]
  })
  return Object.fromEntries(own)
}
