import { interface as dbus, sessionBus } from '@jellybrick/dbus-next'

const name = 'org.kde.StatusNotifierWatcher'

class Watcher extends dbus.Interface {
  IsStatusNotifierHostRegistered = true
}
Watcher.configureMembers({ properties: { IsStatusNotifierHostRegistered: { signature: 'b' } } })

/** A desktop that shows tray icons, as far as an app can ask. @returns the function that ends it */
export async function startTrayHost(busAddress: string): Promise<() => Promise<void>> {
  const bus = sessionBus({ busAddress })
  const watcher = new Watcher(name)
  // The package's own fields hide what configureMembers put onto the prototype.
  Object.assign(watcher, { $properties: Reflect.get(Watcher.prototype, '$properties') })
  bus.export('/StatusNotifierWatcher', watcher)
  await bus.requestName(name, 0)
  return async () => {
    // Without the name no more is asked; an answer on a closed connection would throw.
    await bus.releaseName(name)
    bus.disconnect()
  }
}
