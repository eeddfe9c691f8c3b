import { initialState } from '../../contract/initial-state'
import { CommandRunner } from '../../main/core/command-runner'
import { Store } from '../../main/core/store'
import { createServices } from '../../main/startup/services'
import type { RunningApp } from '../unit/start-app'
import { stubPlatform } from '../unit/stub-platform'

/** A second instance of the app with the same files and keychain. @param saveLocation of every file that it saves */
export function createApp({ fleep, keychain, folder }: RunningApp, saveLocation?: () => string | null) {
  const store = new Store({ ...initialState, server: fleep.url })
  const services = createServices({
    store,
    keychain,
    dataFolder: folder,
    ...stubPlatform,
    ...(saveLocation && { chooseSaveLocation: async () => saveLocation() }),
  })
  const { session, current, handlers } = services
  const runner = new CommandRunner({ handlers, context: () => current.context, reportDefect: () => undefined })
  return { services, runner, store, session, stop: () => session.stopPolling() }
}
