import type { AppState } from '../../contract'

type Listener = (state: AppState, changes: Partial<AppState>) => void

/** Holds the app's state and calls its listeners after every change. */
export class Store {
  private readonly listeners = new Set<Listener>()

  constructor(private current: AppState) {}

  get state(): AppState {
    return this.current
  }

  change(changes: Partial<AppState>): void {
    this.current = { ...this.current, ...changes }
    for (const listener of this.listeners) listener(this.current, changes)
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
