import { useState } from 'preact/hooks'
import { Initials } from './initials'
import './avatar-picture.css'

export interface AvatarPictureProps {
  name: string
  /** Addresses of the picture by the length of its side in pixels; null if there is no picture. */
  avatar: Record<number, string> | null
  /** The length of a side in pixels. */
  size: 40 | 200
}

/** Shows an avatar in the best available size, or the initials of the name. */
export function AvatarPicture({ name, avatar, size }: AvatarPictureProps) {
  const [failed, setFailed] = useState<string | null>(null)
  const address = bestAddress(avatar, size)
  return (
    <span class={size === 200 ? 'avatar large' : 'avatar'}>
      {address && address !== failed ? (
        <img src={address} alt="" onError={() => setFailed(address)} />
      ) : (
        <Initials name={name} />
      )}
    </span>
  )
}

/** Prefers twice the size, for screens with two physical pixels to a CSS pixel. */
function bestAddress(avatar: AvatarPictureProps['avatar'], size: number): string | undefined {
  const sizes = Object.keys(avatar ?? {})
    .map(Number)
    .sort((a, b) => a - b)
  const best = sizes.find((candidate) => candidate >= 2 * size) ?? sizes.at(-1)
  return best === undefined ? undefined : avatar?.[best]
}
