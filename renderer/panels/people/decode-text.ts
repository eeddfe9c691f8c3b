/** In bytes; enough to tell how a file is encoded. */
const headLength = 4096

/**
 * Decodes a text file as spreadsheets save them: UTF-8 or UTF-16 with or without a byte order mark, otherwise Windows-1252.
 *
 * @param bytes the whole file
 */
export function decodeText(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** In UTF-16, every second byte of an address and of a separator is zero. In UTF-8, none is. */
function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const zeros = [...bytes.subarray(0, headLength).entries()].filter(([, byte]) => byte === 0)
  const odd = zeros.filter(([index]) => index % 2 === 1).length
  const even = zeros.length - odd
  if (even === odd) return 'utf-8'
  return even > odd ? 'utf-16be' : 'utf-16le'
}
