import type { ProfileChange } from './profiles'

/** Names a change among those of a profile: its kind, and its name where there are several of the kind. */
export function fieldOf({ kind, name }: Pick<ProfileChange, 'kind' | 'name'>): string {
  return name ? `${kind}:${name}` : kind
}
