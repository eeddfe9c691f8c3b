import { run } from '../../bridge'
import { type Change, makeChange, saveStatusOf } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { lazy } from '../../ui/lazy'
import { NoteLine } from '../../ui/saving-note'
import { useField } from '../../unsaved'
import { avatarChange } from './avatar-change'
import { OwnAvatar } from './own-avatar'
import { choosePictureFile, picture } from './picture-state'
import './avatar-panel.css'

const FrameCard = lazy(async () => (await import('./frame-card')).FrameCard)

/** Shows the avatar, or the frame around a new picture. A picture that cannot be used leaves the avatar as it is. */
export function AvatarPanel() {
  const current = picture.value
  const controlId = current?.kind === 'framing' ? 'use-picture' : 'choose-picture'
  useField('avatar', { label: text('panel.avatar'), controlId })
  return (
    <>
      <h1>{text('panel.avatar')}</h1>
      {current?.kind === 'framing' ? <FrameCard key={current.previewUrl} picture={current} /> : <AvatarCard />}
    </>
  )
}

function AvatarCard() {
  const hasAvatar = Boolean(state.account.value?.avatar)
  const canRemove = hasAvatar && saveStatusOf('avatar').kind !== 'saving'
  return (
    <div class="card empty avatar-card">
      <OwnAvatar size={200} />
      <AvatarText hasAvatar={hasAvatar} />
      <div class="buttons">
        <button type="button" id="choose-picture" class="primary" onClick={() => void choosePictureFile()}>
          {text('avatar.choose')}
        </button>
        <button
          type="button"
          id="remove-picture"
          aria-disabled={!canRemove}
          onClick={() => canRemove && void makeChange('avatar', removal())}
        >
          {text('common.remove')}
        </button>
      </div>
      <NoteLine id="avatar" />
    </div>
  )
}

/** Keeps its height, so that the buttons below it stay in their places. */
function AvatarText({ hasAvatar }: { hasAvatar: boolean }) {
  const current = picture.value
  if (current?.kind === 'problem') {
    return (
      <p class="avatar-text error" role="alert">
        {current.message}
      </p>
    )
  }
  if (current?.kind === 'opening') {
    return (
      <p class="avatar-text" role="status">
        <span class="delayed">{text('avatar.opening')}</span>
      </p>
    )
  }
  return (
    <p class="avatar-text">
      {hasAvatar ? text('avatar.asSeen') : text('avatar.initials')} {text('avatar.how')}
    </p>
  )
}

function removal(): Change {
  return avatarChange(() => run('avatar.remove', {}), text('avatar.isRemoved'))
}
