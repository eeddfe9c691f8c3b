/** The messages between the window and the worker that decodes pictures, so that the window always responds. */

/** How a picture lies in its frame. */
export interface Framing {
  /** A CSS matrix around the center of the preview, in pixels of the frame. */
  transform: number[]
  /** The length of a side of the frame. */
  side: number
  /** The preview's size before it is transformed. */
  width: number
  height: number
}

export interface FrameRequest {
  id: number
  kind: 'frame'
  file: Blob
  framing: Framing
  /** The id of the request that opened the file. */
  opened: number
}

export type PictureRequest = { id: number; kind: 'open'; file: Blob } | FrameRequest

export interface Opened {
  kind: 'opened'
  /** Of the request. */
  id: number
  /** A smaller copy, to show while the user frames the picture. */
  preview: Blob
  /** The width of the picture itself, in pixels. */
  width: number
  /** Whether only the first picture of several is used. */
  isAnimated: boolean
}

export interface Framed {
  kind: 'framed'
  bytes: Uint8Array<ArrayBuffer>
  type: 'image/jpeg' | 'image/png'
}

export type PlainReason =
  | 'avatar.empty'
  | 'avatar.unusable'
  | 'avatar.damaged'
  | 'avatar.badDrawing'
  | 'avatar.unreadable'
  | 'avatar.unreadableNow'

/** Why a picture cannot be used, as the key of a text: the worker has no texts. */
export type ProblemReason =
  | { text: PlainReason }
  | { text: 'avatar.otherFormat'; format: string }
  | { text: 'avatar.tooLong'; most: number }
  | { text: 'avatar.tooManyPixels'; megapixels: number; most: number }

export interface Problem {
  kind: 'problem'
  reason: ProblemReason
}

/** An SVG image, which only the page can draw. */
export interface Vector {
  kind: 'vector'
}

export type PictureResponse = Opened | Framed | Problem | Vector
