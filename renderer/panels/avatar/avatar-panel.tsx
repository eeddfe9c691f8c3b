import { useRef, useState } from 'preact/hooks'
import { type AppState, run } from '../../bridge'
import { type Change, make } from '../../saving'
import { text } from '../../text'
import { AvatarPicture } from '../../ui/avatar-picture'
import { Banner } from '../../ui/banner'
import { SavingNote } from '../../ui/saving-note'
import { Framer } from './framer'
import type { Framing } from './picture-messages'
import { framePicture, sentenceOf } from './picture-processing'
import { askForPicture, type Chosen, chosen, forgetChosen } from './picture-state'

/**
 * The person wants a picture of theirs to stand for them, framed as they like it; when it cannot be used or does not
 * arrive they see why, the former one stays, and what they framed is sent again without choosing again.
 */
export function AvatarPanel({ state }: { state: AppState }) {
  const current = chosen.value
  return (
    <>
      <h1>{text('panel.avatar')}</h1>
      {current?.kind === 'problem' && (
        <Banner kind="warning">
          <p>{current.sentence}</p>
          <button type="button" onClick={() => void askForPicture()}>
            {text('avatar.chooseAnother')}
          </button>
        </Banner>
      )}
      {current?.kind === 'framing' ? (
        <FrameCard key={current.previewUrl} state={state} picture={current} />
      ) : (
        <CurrentCard state={state} isOpening={current?.kind === 'opening'} />
      )}
      <SavingNote id="avatar" />
    </>
  )
}

function CurrentCard({ state, isOpening }: { state: AppState; isOpening: boolean }) {
  const hasPicture = Boolean(state.account?.avatar)
  return (
    <div class="card empty">
      <AvatarPicture state={state} size={200} />
      {isOpening ? (
        <p class="late" role="status">
          {text('avatar.opening')}
        </p>
      ) : (
        <p>
          {hasPicture ? text('avatar.asSeen') : text('avatar.initials')} {text('avatar.how')}
        </p>
      )}
      <div class="buttons">
        <button type="button" id="choose-picture" class="primary" onClick={() => void askForPicture()}>
          {text('avatar.choose')}
        </button>
        {hasPicture && (
          <button
            type="button"
            id="remove-picture"
            onClick={() => void make('avatar', change('avatar.remove', text('avatar.isRemoved')))}
          >
            {text('common.remove')}
          </button>
        )}
      </div>
    </div>
  )
}

function FrameCard({ state, picture }: { state: AppState; picture: Extract<Chosen, { kind: 'framing' }> }) {
  const framing = useRef<Framing | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const upload = state.avatarUpload
  const use = async () => {
    if (!framing.current || upload) return
    setProblem(null)
    const framed = await framePicture(picture.file, framing.current)
    if (framed.kind === 'problem') setProblem(sentenceOf(framed.why))
    else void make('avatar', uploadOf(framed))
  }
  return (
    <div class="framing">
      <Framer
        url={picture.previewUrl}
        onFraming={(next) => {
          framing.current = next
        }}
      />
      {problem && (
        <p class="error" role="alert">
          {problem}
        </p>
      )}
      {upload && (
        <div class="progress late" role="status">
          <progress max={upload.total} value={upload.sent} aria-label={text('avatar.upload')} />
          <span>{text('common.percent', { part: upload.sent / upload.total })}</span>
        </div>
      )}
      <div class="buttons">
        <button type="button" onClick={() => (upload ? void run('avatar.cancel', {}) : forgetChosen())}>
          {upload ? text('avatar.stop') : text('common.cancel')}
        </button>
        <button type="button" class="primary" aria-disabled={upload !== null} onClick={() => void use()}>
          {upload ? text('avatar.uploading') : text('avatar.use')}
        </button>
      </div>
    </div>
  )
}

/** Sends what was framed; Retry sends the very same again. */
function uploadOf(framed: { bytes: Uint8Array<ArrayBuffer>; type: 'image/jpeg' | 'image/png' }): Change {
  const { bytes, type } = framed
  const done: Change = {
    words: text('avatar.isChanged'),
    attempt: async () => {
      const result = await run('avatar.upload', { bytes, type })
      if (result.ok) {
        forgetChosen()
        offerUndo(done, result.value.canUndo)
      }
      return result
    },
  }
  return done
}

function change(command: 'avatar.remove' | 'avatar.undo', words?: string): Change {
  const done: Change = {
    ...(words && { words }),
    attempt: async () => {
      const result = await run(command, {})
      if (result.ok) offerUndo(done, result.value.canUndo)
      return result
    },
  }
  return done
}

function offerUndo(done: Change, canUndo: boolean): void {
  if (canUndo) done.undo = change('avatar.undo')
  else delete done.undo
}
