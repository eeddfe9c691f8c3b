/** The id of the saving note that all addresses share. */
export const addressNote = 'addresses'
