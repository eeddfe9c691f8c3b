/** What people of this system call it. */
export const keychainName =
  { darwin: 'Keychain', win32: 'Credential Manager' }[process.platform as string] ?? 'Secret Service'
