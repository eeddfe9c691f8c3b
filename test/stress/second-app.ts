import { initialState } from '../../contract/initial-state'
import { Store } from '../../main/core/store'
import { createServices } from '../../main/startup/services'
import type { RunningApp } from '../unit/start-app'
import { stubPlatform } from '../unit/stub-platform'

/** A second instance of the app with the same files and keychain. */
export function createApp({ fleep, keychain, folder }: RunningApp) {
  const store = new Store({ ...initialState, server: fleep.url })
  const { session } = createServices({
    store,
    keychain,
    dataFolder: folder,
    ...stubPlatform,
  })
  return { store, session, stop: () => session.stopPolling() }
}
