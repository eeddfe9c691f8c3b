/** The names of the IPC channels. */
export const channels = {
  /** invoke(name, input) → CommandResult */
  command: 'fleep-settings:command',
  /** invoke(): requests the state. It is sent as a message, so that it cannot arrive after a later change. */
  requestState: 'fleep-settings:request-state',
  /** invoke() → Language */
  readLanguage: 'fleep-settings:read-language',
  /** message(state): the whole state, after a request */
  state: 'fleep-settings:state',
  /** message(changes): the changed keys only, so that long lists are not sent with every change */
  changes: 'fleep-settings:changes',
} as const
