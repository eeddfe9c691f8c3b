/** A fault in the answer to a request for a part of a file. */
export type DownloadFault =
  /** The part begins `shift` bytes later, or the file is said to be `totalOff` bytes longer. */
  | { kind: 'wrong-range'; shift: number; totalOff: number }
  /** Sends the rest of a file that is no longer the one that If-Range names. */
  | { kind: 'ignores-if-range' }
  | { kind: 'no-content-range' }

/** The proper answer, in a form that is allowed or damaged. */
export interface AnswerForm {
  kind: 'form'
  contentType?: string
  /** Compresses the body with gzip, and names that so. */
  encoding?: string
  hasByteOrderMark?: boolean
  /** `100 Continue` comes before it, which nobody asked for. */
  continues?: boolean
  /** Cuts the body off, or changes a byte in its middle. */
  damage?: 'cut-off' | 'changed'
}

/** A fault in an answer. The call takes effect, unless it is dropped before or gets another status. */
export type ServerFault =
  /** `delay` waits before the call takes effect, `delay-answer` afterwards. */
  | { kind: 'delay' | 'delay-answer'; milliseconds: number }
  | { kind: 'drop-before' }
  | { kind: 'drop-after' }
  /** The body is text, or a function of what was sent. */
  | {
      kind: 'status'
      status: number
      body?: string | ((sent: string) => string)
      contentType?: string
      /** Such as `location`, `retry-after` and `set-cookie`. */
      headers?: Record<string, string | string[]>
      /** How long the request is held before, in milliseconds. */
      after?: number
    }
  /** Headers are added to the proper answer. */
  | { kind: 'cookies'; cookies: string[] }
  | { kind: 'changed'; change(body: string): string }
  /** A broken connection after half of the answer, a far too long answer, or an endless one. */
  | { kind: 'breaks-off' | 'huge' | 'endless' }
  /** The call takes effect, and then its answer begins, with a byte every 50 ms that never complete it. */
  | { kind: 'drips' }
  | { kind: 'body'; body: string; contentType?: string }
  | AnswerForm
  | { kind: 'truncated' }
  | { kind: 'expired-session' }
  /** No answer, before or after the call takes effect. */
  | { kind: 'never-answers' | 'acts-silently' }
  /** The connection of an upload or download closes or stalls after this fraction of the body, from 0 to 1. */
  | { kind: 'drop-at' | 'stall-at'; fraction: number }
  | DownloadFault

export function isDownloadFault(fault: ServerFault): fault is DownloadFault {
  return ['wrong-range', 'ignores-if-range', 'no-content-range'].includes(fault.kind)
}

/** The planned faults of each method, in order. */
export class PlannedFaults {
  private readonly planned = new Map<string, { fault: ServerFault; times: number }[]>()

  /**
   * @param method as in the URL, for example `account/configure`; `*` for every method without faults of its own
   * @param times may be Infinity
   */
  plan(method: string, fault: ServerFault, times = 1): void {
    const queue = this.planned.get(method) ?? []
    this.planned.set(method, [...queue, { fault, times }])
  }

  /** Removes all planned faults. */
  clear(): void {
    this.planned.clear()
  }

  next(method: string): ServerFault | undefined {
    const queue = this.planned.get(method) ?? this.planned.get('*')
    const [first] = queue ?? []
    if (!queue || !first) return undefined
    first.times -= 1
    if (first.times <= 0) queue.shift()
    return first.fault
  }
}
