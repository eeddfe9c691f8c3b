import { Notification, type NotificationConstructorOptions } from 'electron'

/** Electron drops the events of a notification that JavaScript no longer holds, and some stay on the desktop for long. */
const shown = new Set<Notification>()

/** @param onClick called if the user clicks it, however late */
export function showNotification(options: NotificationConstructorOptions, onClick: () => void): void {
  const notification = new Notification(options)
  shown.add(notification)
  const forget = () => shown.delete(notification)
  notification.on('click', () => {
    forget()
    onClick()
  })
  notification.on('close', forget)
  notification.on('failed', forget)
  notification.show()
}
