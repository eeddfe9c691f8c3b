import { signal } from '@preact/signals'
import { largestPictureFile, run } from '../../bridge'
import { setIdle } from '../../saving'
import { text } from '../../text'
import type { Opened } from './picture-messages'

/** A picture that was dropped, pasted or chosen, until it is the avatar. */
export type PictureState =
  | { kind: 'opening' }
  /** `message`: why it cannot be used. */
  | { kind: 'problem'; message: string }
  | ({ kind: 'framing'; file: Blob; name: string; previewUrl: string } & Pick<Opened, 'id' | 'width' | 'isAnimated'>)

export const picture = signal<PictureState | null>(null)

/** Whether a picture is framed and not yet the avatar. */
export function isFramingPicture(): boolean {
  return picture.value?.kind === 'framing'
}

/** Opens a picture, wherever it comes from, and shows either the frame or why it cannot be used. */
export async function openPictureFile(file: Blob, name = file instanceof File ? file.name : ''): Promise<void> {
  const opening: PictureState = { kind: 'opening' }
  setPicture(opening)
  const megabytes = largestPictureFile / 1024 / 1024
  if (file.size > largestPictureFile) return showPictureProblem(text('errors.fileTooLarge', { megabytes }))
  const { openPicture, problemText } = await import('./picture-processing')
  const result = await openPicture(file)
  // Another picture may have been chosen in the meantime.
  if (picture.value !== opening) return
  if ('kind' in result) showPictureProblem(problemText(result.reason))
  else {
    const { preview, id, width, isAnimated } = result.opened
    const previewUrl = URL.createObjectURL(preview)
    setPicture({ kind: 'framing', file: result.file, name, previewUrl, id, width, isAnimated })
  }
}

/** Opens the system's dialog for files. */
export async function choosePictureFile(): Promise<void> {
  const result = await run('avatar.choose', {})
  if (!result.ok) showPictureProblem(result.error.message)
  else if (result.value) await openPictureFile(new Blob([result.value.bytes]), result.value.name)
}

export function showPictureProblem(message: string): void {
  setPicture({ kind: 'problem', message })
}

export function clearPicture(): void {
  setPicture(null)
}

function setPicture(next: PictureState | null): void {
  if (picture.value?.kind === 'framing') URL.revokeObjectURL(picture.value.previewUrl)
  if (next) setIdle('avatar')
  picture.value = next
}
