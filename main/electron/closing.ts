import { app } from 'electron'
import type { CommandInput } from '../../contract'
import type { Store } from '../core/store'
import type { SettingsWindow } from './window'

type Answer = CommandInput<'app.answerClose'>['answer'] | 'overtaken'
type Reason = 'hide' | 'quit' | 'sign-out'

/** How long a page takes at most to say that it has been asked, in milliseconds, where nothing can be lost. */
const acknowledgeTime = 5000

/** The same for a page that may hold something typed: it may be busy. */
const longestBusy = 60_000

/** `overtaken`: the user has asked for something else meanwhile, which takes care of what is typed. */
type Outcome = 'saved' | 'unsaved' | 'overtaken'

interface Waiting {
  id: number
  reason: Reason
  answer: Promise<Answer>
  receive(answer: Answer): void
}

/**
 * Has the window save what is typed before it closes, the app quits or the user signs out. Where that fails, the window
 * shows the setting that is not saved, and the user decides.
 */
export class Closing {
  private lastId = 0
  private waiting: Waiting | undefined
  /** The requests after which the window asked the user whether to quit all the same. */
  private readonly undecidedIds = new Set<number>()
  private isQuitAllowed = false
  /** Ends the app once nothing is left to save. */
  private leave: () => void = () => app.quit()

  constructor(
    private readonly store: Store,
    private readonly window: SettingsWindow,
  ) {
    app.on('before-quit', (event) => {
      if (this.isQuitAllowed || !this.window.current) {
        this.window.allowClose()
        return
      }
      event.preventDefault()
      void this.quit()
    })
  }

  /**
   * Quits once what is typed is saved, or once the user has decided.
   * @param leave ends the app, for example to install an update: the system may then close the windows before it quits the app
   */
  async quit(leave: () => void = () => app.quit()): Promise<void> {
    this.leave = leave
    // A second "Quit" does not end a save that is running.
    if (this.waiting?.reason === 'quit') return
    if ((await this.saveTyped('quit')) === 'saved') this.finish()
  }

  private finish(): void {
    this.isQuitAllowed = true
    this.window.allowClose()
    this.leave()
  }

  /** The window is shown if something unsaved is left. */
  async saveTyped(reason: Reason): Promise<Outcome> {
    if (!this.window.current) return 'saved'
    // The window is being asked about all of this already.
    if (this.waiting?.reason === 'quit') return outcomeOf(await this.waiting.answer)
    this.lastId += 1
    const id = this.lastId
    const answer = await this.ask(id, reason)
    if (answer === 'stay') {
      if (reason === 'quit') this.undecidedIds.add(id)
      this.window.show()
    }
    return outcomeOf(answer)
  }

  /** The page's answer. After "stay", the user may still decide to quit. */
  receive({ id, answer }: CommandInput<'app.answerClose'>): void {
    if (this.waiting?.id === id) this.waiting.receive(answer)
    else if (this.undecidedIds.has(id) && answer === 'close') this.finish()
  }

  private ask(id: number, reason: Reason): Promise<Answer> {
    this.waiting?.receive('overtaken')
    let resolve: (answer: Answer) => void = () => undefined
    const answer = new Promise<Answer>((settle) => {
      resolve = settle
    })
    const end = (given: Answer) => {
      clearTimeout(timer)
      contents?.off('render-process-gone', close)
      if (this.waiting?.id === id) this.waiting = undefined
      resolve(given)
    }
    const { contents } = this.window
    const close = () => end('close')
    // A hidden window keeps what is typed. In a page that is not loaded yet, nothing is.
    const hasNothingToLose = reason === 'hide' || contents?.isLoading()
    const timer = setTimeout(close, hasNothingToLose ? acknowledgeTime : longestBusy)
    contents?.once('render-process-gone', close)
    this.waiting = {
      id,
      reason,
      answer,
      receive: (given) => (given === 'saving' ? clearTimeout(timer) : end(given)),
    }
    if (!contents || contents.isCrashed()) close()
    else this.store.change({ closeRequest: { id, reason } })
    return answer
  }
}

function outcomeOf(answer: Answer): Outcome {
  if (answer === 'overtaken') return 'overtaken'
  return answer === 'stay' ? 'unsaved' : 'saved'
}
