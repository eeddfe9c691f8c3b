import { useState } from 'preact/hooks'
import type { AppState, Person } from '../bridge'
import { Initials } from './initials'

export interface AvatarPictureProps {
  state: AppState
  size: 40 | 200
  /** Somebody else than who is signed in. */
  of?: Person
}

/** A person's picture in the best size there is for the place, or their initials. */
export function AvatarPicture({ state, size, of }: AvatarPictureProps) {
  const { displayName, avatar } = of ?? state.account ?? { displayName: '', avatar: null }
  const name = displayName || state.lastEmail
  const [missing, setMissing] = useState<string | null>(null)
  const address = bestAddress(avatar, size)
  return (
    <span class={`avatar size-${size}`}>
      {address && address !== missing ? (
        <img src={address} alt="" onError={() => setMissing(address)} />
      ) : (
        <Initials name={name} />
      )}
    </span>
  )
}

/** Screens may have two pixels where there is one. */
function bestAddress(avatar: Record<number, string> | null, size: number): string | undefined {
  const sizes = Object.keys(avatar ?? {})
    .map(Number)
    .sort((a, b) => a - b)
  const best = sizes.find((candidate) => candidate >= 2 * size) ?? sizes.at(-1)
  return best === undefined ? undefined : avatar?.[best]
}
