/** The names of the IPC channels. */
export const channels = {
  /** invoke(name, input) → CommandResult */
  command: 'fleep-settings:command',
  /** invoke() → AppState */
  readState: 'fleep-settings:read-state',
  /** invoke() → Language */
  readLanguage: 'fleep-settings:read-language',
  /** message(state): after every change */
  state: 'fleep-settings:state',
} as const
