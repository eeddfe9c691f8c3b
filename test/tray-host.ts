import { interface as dbus, sessionBus } from '@jellybrick/dbus-next'

const name = 'org.kde.StatusNotifierWatcher'

class Watcher extends dbus.Interface {
  IsStatusNotifierHostRegistered = true
}
Watcher.configureMembers({ properties: { IsStatusNotifierHostRegistered: { signature: 'b' } } })

/** Makes the desktop claim that it shows tray icons. @returns a function that ends this */
export async function startTrayHost(busAddress: string): Promise<() => Promise<void>> {
  const bus = sessionBus({ busAddress })
  const watcher = new Watcher(name)
  // A field of the package's class hides the prototype's property, which configureMembers has set.
  Object.assign(watcher, { $properties: Reflect.get(Watcher.prototype, '$properties') })
  bus.export('/StatusNotifierWatcher', watcher)
  await bus.requestName(name, 0)
  return async () => {
    // Without the name no new call arrives. A reply on a closed connection would throw.
    await bus.releaseName(name)
    bus.disconnect()
  }
}
