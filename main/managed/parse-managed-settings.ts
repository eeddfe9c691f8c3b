import { isAbsolute } from 'node:path'
import {
  type ManagedSettingName,
  type ManagedSettings,
  managedSettingNames,
  managedSettingsSchema,
} from '../../contract/managed'
import { isFailure } from '../core/failure'
import { toPrintable } from '../core/single-line'
import { text } from '../core/text'
import { parseAnyServerAddress } from '../fleep/server-address'
import { parseProxy } from '../http/proxy'

/** What the organisation has set, for the main process. */
interface ManagedValues extends ManagedSettings {
  /** As it is written, with a user name and a password perhaps. */
  proxyAddress: string | null
  noProxy: string
}

export interface ParsedSettings {
  values: ManagedValues
  /** Sentences for the user about what cannot be used. */
  problems: string[]
}

const nothingSet: ManagedValues = {
  ...{ server: null, proxy: null, authorities: null, updates: null },
  ...{ proxyAddress: null, noProxy: '' },
}

/**
 * Reads settings that are written by hand. A value that cannot be used is not replaced by the user's own: connections fail with
 * such a proxy or file of authorities, and there are no updates. Only the server is then chosen by the user.
 * @param file where they are written, for sentences
 */
export function parseManagedSettings(written: unknown, file: string): ParsedSettings {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    return { values: nothingSet, problems: [text('managed.notSettings', { file })] }
  }
  const problems: string[] = []
  const unknown = Object.keys(written).filter((name) => !managedSettingNames.includes(name as ManagedSettingName))
  if (unknown.length > 0) {
    const names = unknown
      .slice(0, 5)
      .map((name) => toPrintable(name).slice(0, 40))
      .join(', ')
    problems.push(text('managed.unknownNames', { file, names, count: unknown.length }))
  }
  /** @returns the value, trimmed; undefined if it is not set, and empty if it is no text */
  const read = (name: ManagedSettingName): string | undefined => {
    const value = Reflect.get(written, name)
    if (value === undefined) return undefined
    return managedSettingsSchema.shape[name].safeParse(value).data?.trim() ?? ''
  }
  const report = (name: ManagedSettingName) => problems.push(text('managed.invalid', { file, name }))
  const values = {
    ...nothingSet,
    ...readServer(read, report),
    ...readProxy(read, report, file),
    ...readOthers(read, report),
  }
  return { values, problems }
}

type Read = (name: ManagedSettingName) => string | undefined
type Report = (name: ManagedSettingName) => void

function readServer(read: Read, report: Report): Pick<ManagedValues, 'server'> {
  const address = read('server')
  try {
    if (address !== undefined) return { server: parseAnyServerAddress(address) }
  } catch (reason) {
    if (!isFailure(reason)) throw reason
    report('server')
  }
  return { server: null }
}

function readProxy(
  read: Read,
  report: Report,
  file: string,
): Pick<ManagedValues, 'proxy' | 'proxyAddress' | 'noProxy'> {
  const proxyAddress = read('proxy') ?? null
  const noProxy = read('noProxy') ?? ''
  // Exceptions from the user's own proxy are the user's.
  if (read('noProxy') === '' || (noProxy !== '' && proxyAddress === null)) report('noProxy')
  if (proxyAddress === null) return { proxy: null, proxyAddress, noProxy }
  try {
    const { hostname, port } = parseProxy(proxyAddress, file)
    return { proxy: `${hostname}:${port}`, proxyAddress, noProxy }
  } catch (reason) {
    if (!isFailure(reason)) throw reason
    report('proxy')
    return { proxy: '', proxyAddress, noProxy }
  }
}

function readOthers(read: Read, report: Report): Pick<ManagedValues, 'authorities' | 'updates'> {
  const path = read('authorities') ?? null
  // A relative one would be the user's own file.
  const authorities = path === null || isAbsolute(path) ? path : ''
  if (authorities === '') report('authorities')
  const updates = read('updates') ?? null
  if (updates === null || updates === 'off') return { authorities, updates }
  if (isFeed(updates)) return { authorities, updates }
  report('updates')
  return { authorities, updates: 'off' }
}

/** Whether it is an address without a user and a password: the window shows it. */
function isFeed(address: string): boolean {
  if (!URL.canParse(address) || toPrintable(address) !== address) return false
  const { username, password, protocol } = new URL(address)
  return protocol === 'https:' && username === '' && password === ''
}
