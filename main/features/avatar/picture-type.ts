/** The signatures of the picture formats that Fleep serves. */
const signatures: [type: string, bytes: number[], offset: number][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff], 0],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 0],
  ['image/gif', [0x47, 0x49, 0x46, 0x38], 0],
  ['image/webp', [0x57, 0x45, 0x42, 0x50], 8],
]

/** @returns the MIME type of a picture; undefined for any other content */
export function pictureTypeOf(bytes: Uint8Array): string | undefined {
  const matches = ([, signature, offset]: (typeof signatures)[number]) =>
    signature.every((byte, index) => bytes[offset + index] === byte)
  return signatures.find(matches)?.[0]
}
