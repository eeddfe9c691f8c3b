import { Failure } from '../../core/failure'
import { text } from '../../core/text'

interface Interrupted {
  resume(): void
  giveUp(reason: Failure): void
}

/** Commands that wait because the session ended under them: all go on with the next password, or all fail. */
export class PendingReauthentication {
  private waiting: Interrupted[] = []

  /** @throws Failure `signed-out` when the person gives up instead */
  wait(): Promise<void> {
    return new Promise((resume, giveUp) => {
      this.waiting.push({ resume, giveUp })
    })
  }

  resumeAll(): void {
    for (const { resume } of this.takeAll()) resume()
  }

  rejectAll(): void {
    for (const { giveUp } of this.takeAll()) giveUp(notSignedIn())
  }

  private takeAll(): Interrupted[] {
    const all = this.waiting
    this.waiting = []
    return all
  }
}

export function notSignedIn(): Failure {
  return new Failure('signed-out', text('errors.notSaved'))
}
