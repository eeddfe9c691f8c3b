/** The bytes at the beginning that name the encoding. Source: XML 1.0, appendix F. The last two are `<` in UTF-16. */
const beginnings: [bytes: number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0x3c, 0x00], 'utf-16le'],
  [[0x00, 0x3c], 'utf-16be'],
]

/**
 * Decodes an XML file. Its first bytes count before the content type, that before the file's declaration (RFC 7303, 3), and
 * an encoding in which the bytes are invalid does not count: many files are Latin-1 without saying so.
 * @param contentType the header of the answer
 * @returns the text without a byte order mark; every file has one
 */
export function decodeXml(bytes: Uint8Array, contentType = ''): string {
  const named = beginnings.find(([start]) => start.every((byte, index) => bytes[index] === byte))?.[1]
  const charset = /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1]
  for (const encoding of [named, charset, declaredEncoding(bytes), 'utf-8']) {
    const text = encoding === undefined ? null : decode(bytes, encoding)
    if (text !== null) return text
  }
  return new TextDecoder('windows-1252').decode(bytes)
}

/** The declaration is readable as ASCII in every encoding but UTF-16, which therefore cannot be the declared one. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const declared = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(start)?.[1]
  return declared && !/^(utf-?16|ucs-?2|iso-10646-ucs-2)/i.test(declared) ? declared : undefined
}

/** @returns null for an unknown encoding, or bytes that are invalid in it */
function decode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
