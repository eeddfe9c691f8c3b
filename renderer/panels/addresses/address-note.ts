/** The id of an address's note. */
export function noteOf(email: string): string {
  return `address-${encodeURIComponent(email)}`
}
