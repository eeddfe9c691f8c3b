/** Surroundings in which nobody is there to be asked or shown anything. */
export const stubPlatform = {
  chooseFile: async () => null,
  chooseTarget: async () => null,
  changeApp: async () => undefined,
  diagnostics: { show: () => '', copy: async () => undefined },
  updates: {
    check: async () => undefined,
    download: async () => undefined,
    install: async () => undefined,
    decline: () => undefined,
  },
}
