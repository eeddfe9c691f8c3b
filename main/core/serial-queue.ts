/** Runs tasks one after the other, in the order in which they were asked for; one that fails does not stop the next. */
export class SerialQueue {
  private last: Promise<unknown> = Promise.resolve()

  run<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.last.then(task)
    this.last = turn.catch(() => undefined)
    return turn
  }
}
