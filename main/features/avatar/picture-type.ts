/** The formats that are shown, by how their files begin. */
const beginnings: [type: string, bytes: number[], at: number][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff], 0],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 0],
  ['image/gif', [0x47, 0x49, 0x46, 0x38], 0],
  ['image/webp', [0x57, 0x45, 0x42, 0x50], 8],
]

/** @returns its MIME type, undefined for what is none of the pictures that servers make */
export function pictureTypeOf(bytes: Uint8Array): string | undefined {
  return beginnings.find(([, expected, at]) => expected.every((byte, index) => bytes[at + index] === byte))?.[0]
}
