import { useState } from 'preact/hooks'
import type { AppState } from '../bridge'
import { Initials } from './initials'

/** The person's picture in the best size there is for the place, or their initials. */
export function AvatarPicture({ state, size }: { state: AppState; size: 40 | 200 }) {
  const name = state.account?.displayName || state.lastEmail
  const [missing, setMissing] = useState<string | null>(null)
  const address = bestAddress(state.account?.avatar ?? null, size)
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
