import { signal } from '@preact/signals'
import type { Person } from '../../bridge'
import { addressesIn } from './addresses-in'

/** What is typed outlives the panel. */
export const typed = signal('')
export const leftOut = signal<Person[]>([])

/** A file that was dropped: its addresses are added to those that stand there. */
export async function takeAddresses(file: Blob): Promise<void> {
  const found = addressesIn(await file.text())
  typed.value = [typed.value.trim(), ...found].filter(Boolean).join('\n')
}

/** After signing out, nothing of the former person is left. */
export function forgetPeople(): void {
  typed.value = ''
  leftOut.value = []
}
