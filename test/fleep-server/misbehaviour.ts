/** One way in which an answer can go wrong. The call has its effect, unless it is dropped before or has another status. */
export type Misbehaviour =
  /** Before the call takes effect, or after it has. */
  | { kind: 'delay' | 'delay-answer'; milliseconds: number }
  | { kind: 'drop-before' }
  | { kind: 'drop-after' }
  | { kind: 'status'; status: number; body?: string; contentType?: string }
  | { kind: 'body'; body: string; contentType?: string }
  | { kind: 'truncated' }
  | { kind: 'expired-session' }
  | { kind: 'never-answers' }
  /** Of an upload or a download: the connection ends, or stands still, when this part of its body has come; from 0 to 1. */
  | { kind: 'drop-at' | 'stall-at'; fraction: number }

/** What the next calls of each method will meet, in the order in which it was asked for. */
export class Misbehaviours {
  private readonly planned = new Map<string, Misbehaviour[]>()

  /** @param method as in the URL, for example `account/configure` */
  plan(method: string, misbehaviour: Misbehaviour, times = 1): void {
    const queue = this.planned.get(method) ?? []
    this.planned.set(method, [...queue, ...Array<Misbehaviour>(times).fill(misbehaviour)])
  }

  next(method: string): Misbehaviour | undefined {
    return this.planned.get(method)?.shift()
  }
}
