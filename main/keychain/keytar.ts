type Keytar = typeof import('keytar')

/**
 * Asks keytar, which is loaded with the first call, so that a start without a secret touches no keychain. Only to be called
 * from a task of the `keychainQueue`.
 */
export async function askKeytar<Value>(question: (keytar: Keytar) => Promise<Value>): Promise<Value> {
  const module = await import('keytar')
  // The bundle has it as a CommonJS module, Node's own import as a default export.
  return question((module as { default?: Keytar }).default ?? module)
}
