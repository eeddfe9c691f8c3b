import { EventEmitter } from 'node:events'

type Listener = Parameters<EventEmitter['on']>[1]

/**
 * An emitter that refuses listeners for events that it never emits, by name. Electron takes any name, so an app that listens for
 * an event of the wrong name, or for one that the stand-in lacks, would wait for ever.
 */
export class KnownEvents extends EventEmitter {
  /**
   * @param owner the name of the object in Electron's documentation
   * @param events its events, separated by spaces
   */
  constructor(
    private readonly owner: string,
    private readonly events: string,
  ) {
    super()
  }

  override on(event: string | symbol, listener: Listener): this {
    this.requireKnown(event)
    return super.on(event, listener)
  }

  override addListener(event: string | symbol, listener: Listener): this {
    return this.on(event, listener)
  }

  override prependListener(event: string | symbol, listener: Listener): this {
    this.requireKnown(event)
    return super.prependListener(event, listener)
  }

  private requireKnown(event: string | symbol): void {
    // Node's own events.once() listens for `error` too.
    const known = [...this.events.split(' '), 'newListener', 'removeListener', 'error']
    if (typeof event === 'symbol' || known.includes(event)) return
    throw new Error(`the stand-in has no event ${event} of ${this.owner}`)
  }
}
