/** Between the window and the worker that decodes pictures, so that the window never stands still. */

/** How a picture lies in its frame. */
export interface Framing {
  /** A CSS matrix around the middle of the preview, in pixels of the frame. */
  transform: number[]
  /** The side of the frame. */
  side: number
  /** The preview's size when it is not transformed. */
  width: number
  height: number
}

export type Question =
  | { id: number; kind: 'open'; file: Blob }
  | { id: number; kind: 'frame'; file: Blob; framing: Framing }

export interface Opened {
  kind: 'opened'
  /** A smaller copy, to show while the picture is framed. */
  preview: Blob
}

export interface Framed {
  kind: 'framed'
  bytes: Uint8Array<ArrayBuffer>
  type: 'image/jpeg' | 'image/png'
}

/** Why it cannot be used: a text, which the worker has not. */
export type Reason =
  | { text: 'avatar.empty' | 'avatar.unusable' | 'avatar.damaged' | 'avatar.badDrawing' }
  | { text: 'avatar.unreadable' | 'avatar.unreadableNow' }
  | { text: 'avatar.tooManyPixels'; megapixels: number; most: number }

export interface Problem {
  kind: 'problem'
  why: Reason
}

/** A drawing, which only the page can rasterise. */
export interface Vector {
  kind: 'vector'
}

export type Answer = Opened | Framed | Problem | Vector
