import { EventEmitter } from 'node:events'
import { Message, type MessageBus, sessionBus } from '@jellybrick/dbus-next'

/** An object of an app, as AT-SPI passes it: the app's name on the bus, and the object's path. */
export type Reference = [busName: string, path: string]

/** An event of AT-SPI, such as `StateChanged` with the detail `focused`. */
export interface AccessibilityEvent {
  source: Reference
  name: string
  detail: string
  /** 1 if a state was set, 0 if it was cleared. */
  value: number
}

const atspi = 'org.a11y.atspi'
const registry = `${atspi}.Registry`
/** A connection to the bus on which screen readers talk to apps. Emits `event` with an {@link AccessibilityEvent}. */
export class AccessibilityBus extends EventEmitter<{ event: [AccessibilityEvent] }> {
  private constructor(private readonly bus: MessageBus) {
    super()
    bus.on('message', (message: Message) => this.handleMessage(message))
  }

  /** Asks for the events before an app starts: an app sends only those that somebody asked for. */
  static async connect(address: string): Promise<AccessibilityBus> {
    const connection = new AccessibilityBus(sessionBus({ busAddress: address }))
    const dbus: Reference = ['org.freedesktop.DBus', '/org/freedesktop/DBus']
    const rule = `type='signal',interface='${atspi}.Event.Object'`
    await connection.call(dbus, 'org.freedesktop.DBus.AddMatch', 's', rule)
    for (const event of ['state-changed', 'text-changed', 'children-changed', 'property-change']) {
      const registration: Reference = [registry, '/org/a11y/atspi/registry']
      await connection.call(registration, `${registry}.RegisterEvent`, 's', `object:${event}`)
    }
    return connection
  }

  /**
   * Calls a method. @returns its first result
   * @throws if the object no longer exists
   */
  async call<T>([destination, path]: Reference, method: string, signature = '', ...body: unknown[]): Promise<T> {
    const dot = method.lastIndexOf('.')
    const member = method.slice(dot + 1)
    const message = new Message({ destination, path, interface: method.slice(0, dot), member, signature, body })
    const answer = await this.bus.call(message)
    return answer?.body[0] as T
  }

  disconnect(): void {
    this.bus.disconnect()
  }

  private handleMessage({ interface: kind, member, path, sender, body }: Message): void {
    if (kind !== `${atspi}.Event.Object`) return
    const [detail, value] = body as [string, number]
    this.emit('event', { source: [sender, path], name: member, detail, value })
  }
}
