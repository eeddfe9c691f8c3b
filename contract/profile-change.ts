import type { ProfileChange } from './profiles'

/** @returns a key that identifies the change within its profile: the kind, and the name if there can be several */
export function fieldOf({ kind, name }: Pick<ProfileChange, 'kind' | 'name'>): string {
  return name ? `${kind}:${name}` : kind
}
