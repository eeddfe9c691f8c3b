/** The id of the saving note of the settings file. */
export const profileNote = 'settings-file'
