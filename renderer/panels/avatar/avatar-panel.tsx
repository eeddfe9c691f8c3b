import { run } from '../../bridge'
import { type Change, makeChange } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { Banner } from '../../ui/banner'
import { lazy } from '../../ui/lazy'
import { SavingNote } from '../../ui/saving-note'
import { avatarChange } from './avatar-change'
import { OwnAvatar } from './own-avatar'
import { choosePictureFile, picture } from './picture-state'

const FrameCard = lazy(async () => (await import('./frame-card')).FrameCard)

/** Shows the avatar, or the frame around a new picture. A picture that cannot be used leaves the avatar as it is. */
export function AvatarPanel() {
  const current = picture.value
  return (
    <>
      <h1>{text('panel.avatar')}</h1>
      {current?.kind === 'problem' && (
        <Banner kind="warning">
          <p>{current.message}</p>
          <button type="button" onClick={() => void choosePictureFile()}>
            {text('avatar.chooseAnother')}
          </button>
        </Banner>
      )}
      {current?.kind === 'framing' ? <FrameCard key={current.previewUrl} picture={current} /> : <AvatarCard />}
      <SavingNote id="avatar" />
    </>
  )
}

function AvatarCard() {
  const hasAvatar = Boolean(state.account.value?.avatar)
  return (
    <div class="card empty">
      <OwnAvatar size={200} />
      {picture.value?.kind === 'opening' ? (
        <p class="delayed" role="status">
          {text('avatar.opening')}
        </p>
      ) : (
        <p>
          {hasAvatar ? text('avatar.asSeen') : text('avatar.initials')} {text('avatar.how')}
        </p>
      )}
      <div class="buttons">
        <button type="button" id="choose-picture" class="primary" onClick={() => void choosePictureFile()}>
          {text('avatar.choose')}
        </button>
        {hasAvatar && (
          <button type="button" id="remove-picture" onClick={() => void makeChange('avatar', removal())}>
            {text('common.remove')}
          </button>
        )}
      </div>
    </div>
  )
}

function removal(): Change {
  return avatarChange(() => run('avatar.remove', {}), text('avatar.isRemoved'))
}
