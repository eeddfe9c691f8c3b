import { Failure } from '../../core/failure'
import { text } from '../../core/text'

interface WaitingCommand {
  resume(): void
  reject(reason: Failure): void
}

/** Holds the commands whose session expired while they ran, until the user signs in again or gives up. */
export class PendingReauthentication {
  private waiting: WaitingCommand[] = []

  /** Resolves when the user has signed in again. @throws Failure `signed-out` if they cancel */
  wait(): Promise<void> {
    return new Promise((resume, reject) => {
      this.waiting.push({ resume, reject })
    })
  }

  resumeAll(): void {
    for (const { resume } of this.removeAll()) resume()
  }

  rejectAll(): void {
    for (const { reject } of this.removeAll()) reject(notSignedIn())
  }

  private removeAll(): WaitingCommand[] {
    const all = this.waiting
    this.waiting = []
    return all
  }
}

/** For a command whose account is not signed in. */
export function notSignedIn(): Failure {
  return new Failure('signed-out', text('errors.notSaved'))
}
