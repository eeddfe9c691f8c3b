import { Failure } from '../../core/failure'
import { text } from '../../core/text'

interface WaitingCommand {
  resume(): void
  reject(reason: Failure): void
}

/** Commands whose session expired while they ran: the next password resumes all of them, or all of them fail. */
export class PendingReauthentication {
  private waiting: WaitingCommand[] = []

  /** @throws Failure `signed-out` if the user gives up */
  wait(): Promise<void> {
    return new Promise((resume, reject) => {
      this.waiting.push({ resume, reject })
    })
  }

  resumeAll(): void {
    for (const { resume } of this.takeAll()) resume()
  }

  rejectAll(): void {
    for (const { reject } of this.takeAll()) reject(notSignedIn())
  }

  private takeAll(): WaitingCommand[] {
    const all = this.waiting
    this.waiting = []
    return all
  }
}

export function notSignedIn(): Failure {
  return new Failure('signed-out', text('errors.notSaved'))
}
