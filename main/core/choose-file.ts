import type { ChosenFile } from '../../contract'

/**
 * Asks the user for a file.
 * @returns null if they chose none
 * @throws Failure for a file that cannot be read
 */
export type ChooseFile = (kind: 'picture' | 'profile') => Promise<ChosenFile | null>
