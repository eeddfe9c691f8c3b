import { extname } from 'node:path'

/** Added to a path while the file is incomplete, behind the file's id of 16 digits and a dot. */
export const partSuffix = '.part'
/** Added to the path of an incomplete file. */
export const tagSuffix = '.tag'

/** The longest name in bytes that common file systems take. */
const maxBytes = 255
/** Room for the id and the two suffixes, and for the number that a dialog adds to the name of a file that exists. */
const room = '.0123456789abcdef'.length + partSuffix.length + tagSuffix.length + ' (1234)'.length
const maxExtension = 20

/** Names of devices on Windows, with any extension. Source: Microsoft's "Naming Files, Paths, and Namespaces". */
const device = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)\s*(?:\.|$)/i

let segmenter: Intl.Segmenter | undefined

/**
 * Makes a name that somebody else chose one that every system takes for a new file, and that hides nothing: the last part of
 * a path, without control and invisible characters, no device of Windows, and short enough. It keeps its extension.
 *
 * @param fallback the name without an extension, if nothing is left of it
 */
export function safeFileName(name: string, fallback: string): string {
  const last = name.slice(-10_000).split(/[/\\]/).at(-1) ?? ''
  const plain = trimEnds(last.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu, ''))
  const found = extname(plain)
  const extension = /^\.[^\s.]+$/.test(found) && Buffer.byteLength(found) <= maxExtension ? found : ''
  const stem = trimEnds(
    shorten(plain.slice(0, plain.length - extension.length), maxBytes - room - Buffer.byteLength(`_${extension}`)),
  )
  const whole = `${stem || fallback}${extension}`
  return device.test(whole) ? `_${whole}` : whole
}

/** Windows drops dots and spaces at the end of a name. One at its start hides the file elsewhere. */
function trimEnds(name: string): string {
  return name.replace(/^[.\s]+|[.\s]+$/gu, '')
}

/** @returns as many whole characters, as people see them, as fit into these bytes of UTF-8 */
function shorten(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  let end = 0
  let used = 0
  for (const { segment, index } of segmenter.segment(text.slice(0, bytes + 1000))) {
    used += Buffer.byteLength(segment)
    if (used > bytes) break
    end = index + segment.length
  }
  return text.slice(0, end)
}
