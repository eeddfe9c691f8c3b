import { signal } from '@preact/signals'
import { addressesIn } from './addresses-in'

/** The text in the address field. It stays when another panel opens. */
export const addressText = signal('')

/** The ids of people whom the user left out. They stay out of later look-ups, and of the saved file. */
export const leftOutIds = signal<string[]>([])

/** Adds the addresses of a dropped file to those in the field. */
export async function addAddressesFrom(file: Blob): Promise<void> {
  const found = addressesIn(await file.text())
  addressText.value = [addressText.value.trim(), ...found].filter(Boolean).join('\n')
}

/** Removes what the user entered, since the next user must not see it. */
export function clearPeople(): void {
  addressText.value = ''
  leftOutIds.value = []
}
