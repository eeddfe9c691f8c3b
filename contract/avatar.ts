import { z } from 'zod'
import { answers, command } from './command'
import { noInput, textKey } from './fields'
import { largestUpload } from './limits'

export const avatarCommands = {
  /** Opens the system's file dialog. Answers null if the user chose no file. */
  'avatar.choose': command({ input: noInput, queue: 'none', answer: answers<ChosenFile | null>() }),
  'avatar.upload': command({
    input: z.strictObject({
      type: z.enum(['image/jpeg', 'image/png']),
      bytes: z
        .instanceof(Uint8Array)
        .refine((bytes) => bytes.length > 0 && bytes.length <= largestUpload, textKey('input.pictureSize')),
    }),
    queue: 'none',
    answer: answers<UndoOffer>(),
  }),
  /** Ends a running upload; the picture stays as it was. */
  'avatar.cancel': command({ input: noInput, queue: 'none' }),
  'avatar.remove': command({ input: noInput, queue: 'none', answer: answers<UndoOffer>() }),
  /** Takes back the last upload or removal. */
  'avatar.undo': command({ input: noInput, queue: 'none', answer: answers<UndoOffer>() }),
}

/** A file that the user chose, not yet looked at. */
export interface ChosenFile {
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

export interface UndoOffer {
  canUndo: boolean
}

export interface AvatarSlice {
  /** Progress of an upload, in bytes sent; null while none runs. */
  avatarUpload: { sent: number; total: number } | null
}
