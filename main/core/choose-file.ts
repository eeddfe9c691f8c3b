import type { ChosenFile } from '../../contract'

/**
 * Asks the user to choose a file.
 * @returns null if they cancel
 * @throws Failure if the file cannot be read
 */
export type ChooseFile = (kind: 'picture' | 'profile') => Promise<ChosenFile | null>
