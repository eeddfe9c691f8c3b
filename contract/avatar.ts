import { z } from 'zod'
import { answers, command } from './command'
import { noInput, textKey } from './fields'
import { largestUpload } from './limits'

export const avatarCommands = {
  /** Opens the system's file dialog. The answer is null if the user cancels. */
  'avatar.choose': command({ input: noInput, queue: 'none', answer: answers<ChosenFile | null>() }),
  'avatar.upload': command({
    input: z.strictObject({
      type: z.enum(['image/jpeg', 'image/png']),
      /** The name of the chosen file, which may be of another type. */
      name: z.string().max(10_000).optional(),
      bytes: z
        .instanceof(Uint8Array)
        .refine((bytes) => bytes.length > 0 && bytes.length <= largestUpload, textKey('input.pictureSize')),
    }),
    queue: 'none',
    answer: answers<UndoOffer>(),
  }),
  /** Stops the upload; the previous picture stays. */
  'avatar.cancel': command({ input: noInput, queue: 'none', stops: ['avatar.upload'] }),
  'avatar.remove': command({ input: noInput, queue: 'none', answer: answers<UndoOffer>() }),
  /** Undoes the last upload or removal. */
  'avatar.undo': command({ input: noInput, queue: 'none', answer: answers<UndoOffer>() }),
}

/** A file that the user chose. Its contents are not checked yet. */
export interface ChosenFile {
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

export interface UndoOffer {
  canUndo: boolean
}

export interface AvatarSlice {
  /** Progress of an upload, in bytes; null while none runs. */
  avatarUpload: { sent: number; total: number } | null
}
