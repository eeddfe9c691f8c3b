/** A Platform that shows nothing: every dialog is cancelled and every call does nothing. */
export const stubPlatform = {
  chooseFile: async () => null,
  chooseSaveLocation: async () => null,
  changeApp: async () => undefined,
  answerClose: () => undefined,
  reportDefect: (reason: unknown) => {
    throw reason
  },
  diagnostics: {
    show: () => '',
    copy: async () => undefined,
    copyAccountId: async () => undefined,
    copyKeychainCheck: async () => undefined,
  },
  tryKeychain: { steps: [], run: async () => null },
  updates: {
    check: async () => undefined,
    download: async () => undefined,
    install: async () => undefined,
    decline: () => undefined,
  },
}
