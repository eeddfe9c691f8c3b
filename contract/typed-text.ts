/**
 * Cleans what people type and paste. Text copied from web pages, Outlook, PDFs and chats brings characters that nobody
 * sees: zero-width spaces, marks for the direction of text, soft hyphens, no-break spaces. Never used for passwords,
 * whose every character counts.
 *
 * This is plain code without schemas, so that the window can import it.
 */

/**
 * Format characters that are invisible. Others, such as the Arabic number sign, are visible although they are format
 * characters; Unicode calls only the invisible ones default ignorable.
 */
const invisible = /^(?=\p{Default_Ignorable_Code_Point})\p{Cf}$/u
const everyInvisible = /(?=\p{Default_Ignorable_Code_Point})\p{Cf}/gu
const space = /^\s$/u
/** The letters of a flag such as England's follow its black flag and are no text. */
const flagLetter = /^[\u{e0020}-\u{e007f}]$/u
const joiner = /^[\u200c\u200d]$/
/** After a letter of a script that joins letters, a joiner chooses the letter's form. Source: Unicode 16, 23.2. */
const unjoinedLetter =
  /^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]$/u
const letter = /^[\p{L}\p{M}]$/u
/** U+2800 is a Braille cell without dots, and U+1D159 a note without a head. */
const visible = /[^\p{Default_Ignorable_Code_Point}\p{Z}\p{Cc}\p{Cs}\u2800\u{1d159}]/u

/**
 * Reads only the ends, however long the text is.
 *
 * @returns the text without spaces and invisible characters at both ends. All that is visible stays as it was.
 */
export function trimTyped(typed: string): string {
  let end = typed.length
  for (let last = characterBefore(typed, end); last && isTrimmedAtEnd(typed, end); last = characterBefore(typed, end)) {
    end -= last.length
  }
  let start = 0
  for (let first = characterAt(typed, 0); start < end && isTrimmed(first); first = characterAt(typed, start)) {
    start += first.length
  }
  return typed.slice(start, end)
}

/** @returns an email address, Fleep ID, user name or phone number, none of which can contain an invisible character */
export function removeInvisible(typed: string): string {
  return trimTyped(typed.replace(everyInvisible, ''))
}

/** @returns the digits of a code, such as 202046 for "202-046"; the text itself if it has no digits */
export function digitsOf(typed: string): string {
  const digits = typed.normalize('NFKC').replace(/[^0-9]/g, '')
  return digits || trimTyped(typed)
}

/** Whether at least one character can be seen. */
export function isVisible(text: string): boolean {
  return visible.test(text)
}

function isTrimmed(character: string): boolean {
  return space.test(character) || (invisible.test(character) && !flagLetter.test(character))
}

function isTrimmedAtEnd(typed: string, end: number): boolean {
  const character = characterBefore(typed, end)
  const before = characterBefore(typed, end - character.length)
  if (joiner.test(character) && letter.test(before) && !unjoinedLetter.test(before)) return false
  return isTrimmed(character)
}

/** @returns the character that begins there; '' at the end */
function characterAt(text: string, start: number): string {
  const code = text.codePointAt(start)
  return code === undefined ? '' : String.fromCodePoint(code)
}

/** @returns the character that ends there; '' at the start */
function characterBefore(text: string, end: number): string {
  const pair = characterAt(text, end - 2)
  return pair.length === 2 ? pair : text.slice(Math.max(0, end - 1), end)
}
