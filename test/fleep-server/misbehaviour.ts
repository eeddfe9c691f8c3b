/** One way in which an answer can go wrong. The call has its effect, unless it is dropped before or has another status. */
export type Misbehaviour =
  /** Before the call takes effect, or after it has. */
  | { kind: 'delay' | 'delay-answer'; milliseconds: number }
  | { kind: 'drop-before' }
  | { kind: 'drop-after' }
  /** `body`: as it is, or made of what was sent. */
  | {
      kind: 'status'
      status: number
      body?: string | ((sent: string) => string)
      contentType?: string
      location?: string
    }
  | { kind: 'changed'; change(body: string): string }
  /** Half of the answer, and then the connection breaks; or an answer that is far too long, or never ends. */
  | { kind: 'breaks-off' | 'huge' | 'endless' }
  | { kind: 'body'; body: string; contentType?: string }
  | { kind: 'truncated' }
  | { kind: 'expired-session' }
  /** Without, or with its effect. */
  | { kind: 'never-answers' | 'acts-silently' }
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

  /** From now on every call goes well. */
  clear(): void {
    this.planned.clear()
  }

  next(method: string): Misbehaviour | undefined {
    return this.planned.get(method)?.shift()
  }
}
