/**
 * Source: the Desktop Entry Specification, "The Exec key": an argument stands in quotes with some characters escaped, a
 * percent sign starts a field code, and the backslashes of the line are escaped again, as in any value of the file.
 *
 * @param command the program and its arguments
 * @returns the line of a desktop entry that runs it
 */
export function execLine(command: string[]): string {
  // GLib, and GNOME with it, looks for the program before it reads field codes, and does not find it.
  const needsEnv = command[0]?.includes('%')
  const quoted = [...(needsEnv ? ['/usr/bin/env'] : []), ...command].map(
    (part) => `"${part.replace(/(["`$\\])/g, '\\$1').replaceAll('%', '%%')}"`,
  )
  const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
  return `Exec=${quoted.join(' ').replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? character)}`
}
