/** The lists of records that Fleep sends. */
export type ListName = 'mailServers' | 'addresses' | 'people' | 'board'

export interface NotUnderstoodSlice {
  /** How many records of each list could not be read, so that it is not shown as if it was whole. */
  notUnderstood: Record<ListName, number>
}
