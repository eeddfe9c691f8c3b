import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type Electron from 'electron'
import { KnownEvents } from './known-events'
import { requireReady } from './readiness'
import { record } from './record'
import { refuseTheRest } from './refuse'

/** Electron's Notification. */
export class Notification extends KnownEvents {
  readonly title: string
  readonly body: string

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super('Notification', 'show click close failed')
    requireReady('Cannot create Notification before app is ready')
    for (const [name, value] of Object.entries(options)) {
      if (value !== undefined && name !== 'title' && name !== 'body') {
        throw new Error(`the stand-in has no Notification option ${name}`)
      }
    }
    this.title = options.title ?? ''
    this.body = options.body ?? ''
    // biome-ignore lint/correctness/noConstructorReturn: the proxy refuses calls that the stand-in does not have
    return refuseTheRest('Notification', this)
  }

  static isSupported(): boolean {
    return !record.failing.notifications
  }

  /** Emits `failed` on a desktop without notifications, as Electron does on Windows; on Linux it shows nothing. */
  show(): void {
    if (record.failing.notifications) return
    record.notifications.push(new ShownNotification(this))
    this.emit('show', {})
  }

  close(): void {
    this.emit('close', {})
  }
}

/**
 * A notification on the desktop. Electron's native part does not keep the JavaScript object: one that the app does not hold is
 * collected, and its events are lost. Source: Electron's shell/browser/api/electron_api_notification.cc.
 */
class ShownNotification {
  readonly title: string
  readonly body: string
  private readonly notification: WeakRef<Notification>

  constructor(notification: Notification) {
    this.title = notification.title
    this.body = notification.body
    this.notification = new WeakRef(notification)
  }

  /** A user's click, as late as can be: after V8 has collected what nobody holds. */
  click(): void {
    collectGarbage()
    this.notification.deref()?.emit('click', {})
  }
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}
