import { signal } from '@preact/signals'
import { largestPictureFile, run } from '../../bridge'
import { setIdle } from '../../saving'
import { text } from '../../text'
import { openPicture, sentenceOf } from './picture-processing'

/** A picture that was dropped, pasted or chosen, on its way to being the avatar. */
export type Chosen =
  | { kind: 'opening' }
  /** Why it cannot be used. */
  | { kind: 'problem'; sentence: string }
  | { kind: 'framing'; file: Blob; previewUrl: string }

export const chosen = signal<Chosen | null>(null)

/** However it came, a picture goes through the same checks. */
export async function choosePicture(file: Blob): Promise<void> {
  setChosen({ kind: 'opening' })
  const mine = chosen.value
  const megabytes = largestPictureFile / 1024 / 1024
  if (file.size > largestPictureFile) return cannotUse(text('errors.fileTooLarge', { megabytes }))
  const answer = await openPicture(file)
  // Another one was chosen in the meantime.
  if (chosen.value !== mine) return
  if ('kind' in answer) cannotUse(sentenceOf(answer.why))
  else setChosen({ kind: 'framing', file: answer.file, previewUrl: URL.createObjectURL(answer.opened.preview) })
}

export function cannotUse(sentence: string): void {
  setChosen({ kind: 'problem', sentence })
}

export function forgetChosen(): void {
  setChosen(null)
}

/** The system's dialog for files. */
export async function askForPicture(): Promise<void> {
  const result = await run('avatar.choose', {})
  if (!result.ok) cannotUse(result.error.message)
  else if (result.value) await choosePicture(new Blob([result.value.bytes]))
}

function setChosen(next: Chosen | null): void {
  if (chosen.value?.kind === 'framing') URL.revokeObjectURL(chosen.value.previewUrl)
  if (next) setIdle('avatar')
  chosen.value = next
}
