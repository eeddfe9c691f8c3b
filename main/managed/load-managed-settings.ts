import { isFailure } from '../core/failure'
import { readManagedFile } from './managed-file'
import { type ParsedSettings, parseManagedSettings } from './parse-managed-settings'
import { policyKey, readRegistryPolicy } from './registry-policy'

export interface LoadedSettings extends ParsedSettings {
  /** The path of the file, or the key of the registry. */
  source: string
}

/** Another place for the settings file, in a test. */
export interface OtherPlace {
  path: string
  /** The id of the user that the file belongs to. */
  owner: number
}

/** Where an administrator writes the file. Users cannot write to these folders. */
const usualPath =
  process.platform === 'darwin'
    ? '/Library/Application Support/Fleep Settings/settings.json'
    : '/etc/fleep-settings.json'

/**
 * Loads what the organisation that looks after this computer has set. Never throws: a file that cannot be used is a problem.
 * @returns null if nothing is set
 */
export async function loadManagedSettings(otherPlace?: OtherPlace): Promise<LoadedSettings | null> {
  const source = otherPlace?.path ?? (process.platform === 'win32' ? policyKey : usualPath)
  try {
    const written = source === policyKey ? await readRegistryPolicy() : readJson(source, otherPlace?.owner)
    return written === null ? null : { source, ...parseManagedSettings(written, source) }
  } catch (reason) {
    if (!isFailure(reason)) throw reason
    return { source, ...parseManagedSettings({}, source), problems: [reason.message] }
  }
}

/** @returns what the file contains; null without a file, and undefined if it is empty, `null` or no JSON. @throws Failure */
function readJson(path: string, owner?: number): unknown {
  const content = readManagedFile(path, owner)
  if (content === null) return null
  try {
    return JSON.parse(content) ?? undefined
  } catch {
    return undefined
  }
}
