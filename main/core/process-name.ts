let count = 0

/** @returns a name that no other call has had, on this computer; it starts with the process's id and a hyphen */
export function processName(): string {
  count += 1
  // Without node:crypto, which would be loaded at the start for this alone.
  return `${process.pid}-${Date.now().toString(36)}-${count}`
}

/** @returns the id of the process that a name starts with; undefined if it starts with none */
export function processIdIn(name: string): number | undefined {
  const digits = /^\d+(?=-)/.exec(name)?.[0]
  return digits === undefined ? undefined : Number(digits)
}
