import { state } from '../../state'
import { AvatarPicture, type AvatarPictureProps } from '../../ui/avatar-picture'

/** The avatar of the signed-in user. */
export function OwnAvatar({ size }: Pick<AvatarPictureProps, 'size'>) {
  const account = state.account.value
  return (
    <AvatarPicture name={account?.displayName || state.lastEmail.value} avatar={account?.avatar ?? null} size={size} />
  )
}
