import { computed } from '@preact/signals'
import { addressesIn } from './addresses-in'
import { decodeText } from './decode-text'
import { addressText, linesOfFilesWithout } from './people-state'

/** The entered addresses, and the number of entered lines without an address. */
export const entered = computed(() => {
  const { addresses, linesWithout } = addressesIn(addressText.value)
  return { addresses, linesWithout: linesWithout + linesOfFilesWithout.value }
})

/** Adds the addresses of a dropped file to those in the field. @param file text in any encoding that decodeText knows */
export async function addAddressesFrom(file: Blob): Promise<void> {
  const { addresses, linesWithout } = addressesIn(decodeText(new Uint8Array(await file.arrayBuffer())))
  addressText.value = [addressText.value.trim(), ...addresses].filter(Boolean).join('\n')
  linesOfFilesWithout.value += linesWithout
}
