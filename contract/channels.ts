/** The names of the IPC channels. */
export const channels = {
  /** invoke(name, input) → CommandResult */
  command: 'fleep-settings:command',
  /** invoke(): asks for the state, which comes as a message, so that no change can overtake it */
  followState: 'fleep-settings:follow-state',
  /** invoke() → Language */
  readLanguage: 'fleep-settings:read-language',
  /** message(state): all of it, once asked for */
  state: 'fleep-settings:state',
  /** message(changes): the parts of the state that were set since; what is long and did not change is not sent again */
  changes: 'fleep-settings:changes',
} as const
