/**
 * Splits a text into its words. Case, accents, the width of letters and invisible characters make no difference.
 *
 * @returns the words in lower case, in their order
 */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '')
  return plain
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}

/** @returns the word with each two neighbouring letters swapped: a common typing error */
export function swappedLetters(word: string): string[] {
  return [...word].slice(1).map((_, index) => {
    const letters = [...word]
    letters.splice(index, 2, letters[index + 1] as string, letters[index] as string)
    return letters.join('')
  })
}
