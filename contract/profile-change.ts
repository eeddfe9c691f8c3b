import type { ChangedThing } from './profiles'

/** @returns a key that identifies the change within its profile: the kind, and the name if there can be several */
export function fieldOf({ kind, name }: ChangedThing): string {
  return name === null ? kind : `${kind}:${name}`
}
