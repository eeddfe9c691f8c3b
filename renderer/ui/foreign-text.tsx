/** They turn what follows around, and are never seen themselves. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Made for the first long text: that takes as long as all else that the window draws at its start. */
let segmenter: Intl.Segmenter | undefined

/**
 * What somebody else wrote, for a place of its own such as an entry of a list.
 *
 * @param most in characters as people count them
 */
export function shortened(text: string, most = 200): string {
  const plain = text.slice(0, most * 20).replace(turning, '')
  if (plain.length <= most && plain.length === text.length) return plain
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const characters = Array.from(segmenter.segment(plain), ({ segment }) => segment)
  return characters.length > most || text.length > most * 20 ? `${characters.slice(0, most).join('')}…` : plain
}

/** What somebody else wrote, among other words: neither its direction nor its length gets at those. */
export function ForeignText({ text, most }: { text: string; most?: number }) {
  return <bdi>{shortened(text, most)}</bdi>
}
