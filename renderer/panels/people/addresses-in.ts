/** @param text typed, pasted, or from a CSV file. @returns each address in it once, as it is first written */
export function addressesIn(text: string): string[] {
  const found = new Map<string, string>()
  for (const [address] of text.matchAll(/[^\s,;:<>()"']+@[^\s,;:<>()"']+/gu)) {
    const bare = address.replace(/[.]+$/, '')
    if (!found.has(bare.toLowerCase())) found.set(bare.toLowerCase(), bare)
  }
  return [...found.values()]
}
