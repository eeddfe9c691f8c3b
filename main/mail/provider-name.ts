import { toSingleLine } from '../core/single-line'

/** In code points; longer than the names of real providers. */
const maxLength = 40

/**
 * @param name that a domain gives its provider
 * @returns it without what could make a sentence of it, as the sentence that contains it says where a password goes: it ends
 *   at the first punctuation that ends a sentence, and has no quotes and no line breaks. Empty if nothing is left
 */
export function providerName(name: string): string {
  const [first = ''] = toSingleLine(name, []).split(/[.!?:;…。！？：；]+(?=\s|$)/u)
  const characters = [...first.replace(/["“”„«»‟〝〞＂]/gu, '').trim()]
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : characters.join('')
}
