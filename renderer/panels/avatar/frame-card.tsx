import { useRef, useState } from 'preact/hooks'
import { run } from '../../bridge'
import { makeChange } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { ErrorText } from '../../ui/error-text'
import { NoteLine } from '../../ui/saving-note'
import { useField } from '../../unsaved'
import { avatarChange } from './avatar-change'
import { Framer } from './framer'
import type { Framed, Framing } from './picture-messages'
import { framePicture, problemText } from './picture-processing'
import { clearPicture, picture as currentPicture, isFramingPicture, type PictureState } from './picture-state'
import './frame-card.css'
import '../../ui/progress.css'

interface FrameCardProps {
  picture: Extract<PictureState, { kind: 'framing' }>
}

/** Frames a picture, and uploads it as the avatar. */
export function FrameCard({ picture }: FrameCardProps) {
  const framing = useRef<Framing | null>(null)
  /** Whether the picture is being prepared: the upload has not begun then. */
  const isFraming = useRef(false)
  const [problem, setProblem] = useState<string | null>(null)
  const isUploading = state.avatarUpload.value !== null
  useField('new-avatar', { label: text('panel.avatar'), controlId: 'use-picture', isEntered: isFramingPicture })
  /** Whether the user wants to use the picture, which does not lie in its frame yet. */
  const isWanted = useRef(false)
  const use = async () => {
    isWanted.current = framing.current === null
    if (!framing.current || isUploading || isFraming.current) return
    isFraming.current = true
    setProblem(null)
    const framed = await framePicture(picture.file, picture.id, framing.current)
    isFraming.current = false
    // It was cancelled, or another picture was dropped.
    if (currentPicture.value !== picture) return
    if (framed.kind === 'problem') setProblem(problemText(framed.reason))
    else void makeChange('avatar', uploadOf(picture, framed), { panel: 'avatar' })
  }
  const cancel = () => {
    if (!isUploading) clearPicture()
  }
  return (
    <div class="framing">
      <Framer
        url={picture.previewUrl}
        width={picture.width}
        isAnimated={picture.isAnimated}
        cancel={cancel}
        onFraming={(next) => {
          framing.current = next
          if (isWanted.current) void use()
        }}
      />
      <div class="frame-note">
        <ErrorText message={problem} />
        <UploadProgress />
        {!isUploading && !problem && <NoteLine id="avatar" />}
      </div>
      <div class="buttons">
        <button type="button" aria-disabled={isUploading} onClick={cancel}>
          {text('common.cancel')}
        </button>
        {isUploading ? (
          <button type="button" key="stop" class="primary" onClick={() => void run('avatar.cancel', {})}>
            {text('avatar.stop')}
          </button>
        ) : (
          <button type="button" id="use-picture" key="use" class="primary" onClick={() => void use()}>
            {text('avatar.use')}
          </button>
        )}
      </div>
    </div>
  )
}

function UploadProgress() {
  const upload = state.avatarUpload.value
  return (
    upload && (
      <div class="progress delayed">
        <progress max={upload.total} value={upload.sent} aria-label={text('avatar.upload')} />
        <span aria-hidden="true">{text('common.percent', { part: upload.sent / upload.total })}</span>
      </div>
    )
  )
}

/** Retry uploads the same bytes again. */
function uploadOf(framedPicture: FrameCardProps['picture'], { bytes, type }: Framed) {
  const upload = async () => {
    const result = await run('avatar.upload', { bytes, type, name: framedPicture.name })
    // Another picture may have been dropped meanwhile.
    if (result.ok && currentPicture.value === framedPicture) clearPicture()
    return result
  }
  return avatarChange(upload, text('avatar.isChanged'))
}
