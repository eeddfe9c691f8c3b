import { computed, signal } from '@preact/signals'

/** The text in the address field. It stays when another panel opens. */
export const addressText = signal('')

/** The number of lines of dropped files that had no address, and so are not in the field. */
export const linesOfFilesWithout = signal(0)

/** What the address field contained at the last look-up that succeeded. */
const lookedUpText = signal('')

/** Whether addresses are entered that were not looked up. */
export function isListEntered(): boolean {
  return addressText.value.trim() !== '' && addressText.value !== lookedUpText.value
}

export function noteLookedUp(looked: string): void {
  lookedUpText.value = looked
}

/** Sets what the address field contains. An emptied field forgets the dropped files as well. */
export function setAddressText(typed: string): void {
  addressText.value = typed
  if (typed.trim() === '') linesOfFilesWithout.value = 0
}

/** The ids of people whom the user left out. They stay out of later look-ups, and of the saved file. */
export const leftOutIds = signal<string[]>([])

/** What the user entered into the field for people to leave out. */
export const ignoredText = signal('')

/** The ids of all people to leave out: of those who were found, and of anybody else, in any text such as a saved list. */
export const excludedIds = computed(() => [
  ...new Set([...leftOutIds.value, ...(ignoredText.value.match(accountId) ?? []).map((id) => id.toLowerCase())]),
])

const accountId = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi

/** Removes what the user entered, since the next user must not see it. */
export function clearPeople(): void {
  setAddressText('')
  noteLookedUp('')
  leftOutIds.value = []
  ignoredText.value = ''
}
