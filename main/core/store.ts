import type { AppState } from '../../contract'
import type { CommandContext } from './command-context'
import { throwLater } from './throw-later'

type Listener = (state: AppState, changes: Partial<AppState>) => void

/** Holds the app's state and calls its listeners after every change. */
export class Store {
  private readonly listeners = new Set<Listener>()

  /** @param reportDefect called with an exception of a listener. By default it ends the process, as any uncaught one. */
  constructor(
    private current: AppState,
    private readonly reportDefect: (reason: unknown) => void = throwLater,
  ) {}

  get state(): AppState {
    return this.current
  }

  change(changes: Partial<AppState>): void {
    this.current = { ...this.current, ...changes }
    for (const listener of [...this.listeners]) this.notify(listener, changes)
  }

  /** Changes the state for a command. Ignored once the command's account has signed out: the next one must not see it. */
  changeFor({ signal }: CommandContext, changes: Partial<AppState>): void {
    if (!signal.aborted) this.change(changes)
  }

  /** A listener that throws keeps neither the others from the change, nor whoever made the change from going on. */
  private notify(listener: Listener, changes: Partial<AppState>): void {
    if (!this.listeners.has(listener)) return
    try {
      listener(this.current, changes)
    } catch (reason) {
      this.reportDefect(reason)
    }
  }

  /** Shows the user a sentence about one of the app's own files. */
  readonly reportFileProblem = (sentence: string): void => {
    this.change({ fileProblem: [this.current.fileProblem, sentence].filter(Boolean).join(' ') })
  }

  /** @returns a function that removes the listener */
  onChange(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
