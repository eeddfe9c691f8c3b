/** At the start of a part: the name of a way to sign in. A parameter has a `=` after its name. */
const scheme = /^([!#$%&'*+.^_`|~0-9a-z-]{1,20})(?![^ \t,])(?!\s*=)/i
/** The most names that a sentence holds. */
const maxNames = 5

/**
 * Reads the ways of signing in that a proxy offers. Source: RFC 9110, 11.6.1: several in one value are separated by commas, as
 * their parameters are.
 * @param values of `Proxy-Authenticate`
 * @returns the names of the ways that are offered, for a sentence, if a user name and password are of no use; empty otherwise
 */
export function otherWaysOnly(values: string[]): string[] {
  const names = challengeNames(values)
  return names.some((name) => isSame(name, 'basic')) ? [] : names.slice(0, maxNames)
}

/** @returns the names as they are written, without duplicates */
function challengeNames(values: string[]): string[] {
  const parts = values.flatMap((value) => value.match(/(?:"(?:\\.|[^"\\])*"|[^,"]|")+/g) ?? [])
  const names = parts.flatMap((part) => scheme.exec(part.trim())?.[1] ?? [])
  return names.filter((name, index) => names.findIndex((one) => isSame(one, name)) === index)
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
