import { createParts } from '../../main/parts'
import { initialState, Store } from '../../main/store'
import type { RunningApp } from '../unit/app'
import { nobody } from '../unit/nobody'

/** Another process of the app, on the same computer: same files, same keychain. */
export function createApp({ fleep, keychain, folder }: RunningApp) {
  const store = new Store(
    initialState({ session: { kind: 'restoring' }, server: fleep.url, keychainName: 'Secret Service' }),
  )
  const { session } = createParts({
    store,
    keychain,
    dataFolder: folder,
    ...nobody,
  })
  return { store, session, stop: () => session.stopFollowing() }
}
