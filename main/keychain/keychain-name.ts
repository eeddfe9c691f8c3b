/** The keychain's name on this operating system. */
export const keychainName =
  { darwin: 'Keychain', win32: 'Credential Manager' }[process.platform as string] ?? 'Secret Service'
