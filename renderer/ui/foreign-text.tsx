/** Invisible characters that change the direction of the text after them. */
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Created for the first long text, since it takes as long as the whole first paint. */
let segmenter: Intl.Segmenter | undefined

/**
 * Prepares text that somebody else wrote for a place where it stands alone, such as an option of a list.
 *
 * @param most the number of graphemes to keep
 */
export function shortened(text: string, most = 200): string {
  const plain = text.slice(0, most * 20).replace(directionMarks, '')
  if (plain.length <= most && plain.length === text.length) return plain
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const characters = Array.from(segmenter.segment(plain), ({ segment }) => segment)
  return characters.length > most || text.length > most * 20 ? `${characters.slice(0, most).join('')}…` : plain
}

/** Text that somebody else wrote, within other text: it is shortened, and its direction does not affect the rest. */
export function ForeignText({ text, most }: { text: string; most?: number }) {
  return <bdi>{shortened(text, most)}</bdi>
}
