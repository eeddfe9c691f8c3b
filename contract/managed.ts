import { z } from 'zod'

/** The settings of the organisation that looks after a computer. docs/managed-settings.md describes them. */
export const managedSettingsSchema = z.strictObject({
  /** The address of the only Fleep server. */
  server: z.string().optional(),
  /** The proxy, as HTTPS_PROXY has it. */
  proxy: z.string().optional(),
  /** Servers that are reached without the proxy, as NO_PROXY has them. */
  noProxy: z.string().optional(),
  /** The absolute path of a file with certificate authorities to trust in addition. */
  authorities: z.string().optional(),
  /** `off`, or the https address of the folder in which updates are published. */
  updates: z.string().optional(),
})

export type ManagedSettingName = keyof typeof managedSettingsSchema.shape

export const managedSettingNames = Object.keys(managedSettingsSchema.shape) as ManagedSettingName[]

/** The settings of the organisation as the window may see them: without passwords. One that is not set is null. */
export interface ManagedSettings {
  /** An origin. */
  server: string | null
  /** Host and port; empty if the value names no proxy that can be used, so that nothing can be reached. */
  proxy: string | null
  /** A path; empty if the value is none that can be used. */
  authorities: string | null
  /** `off`, or the address of the feed. */
  updates: string | null
}

export interface ManagedSlice {
  /** null if no organisation has set anything. */
  managed: ManagedSettings | null
}
