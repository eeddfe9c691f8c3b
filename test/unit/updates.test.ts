import { expect, test, vi } from 'vitest'
import { initialState } from '../../contract/initial-state'
import { Failure } from '../../main/core/failure'
import { Store } from '../../main/core/store'
import { type Release, type UpdateSource, Updates } from '../../main/features/updates/updates'

function setUp(source: Partial<UpdateSource> | null) {
  const session = { kind: 'signed-out', notice: null, canRestore: false } as const
  const store = new Store({ ...initialState, session, server: 'https://fleep.io', keychainName: 'Keychain' })
  let declined: string | null = null
  const whole = source && {
    installsAtQuit: true,
    check: async (): Promise<Release | null> => ({ version: '2.0.0', notes: '' }),
    download: async () => undefined,
    install: () => undefined,
    ...source,
  }
  const updates = new Updates(store, async () => whole, {
    read: () => declined,
    write: (version) => {
      declined = version
    },
  })
  return { store, updates }
}

test('an app that others update neither looks nor says so', async () => {
  const { store, updates } = setUp(null)
  await updates.watch()
  await updates.check()
  expect(store.state.update).toBeNull()
})

test('a look by itself that fails is not told; one that was asked for is', async () => {
  const check = async () => Promise.reject(new Failure('offline', 'No network.'))
  const { store, updates } = setUp({ check })
  await updates.watch()
  expect(store.state.update).toEqual({ kind: 'none', checkedAt: null })
  await expect(updates.check()).rejects.toThrow('No network.')
})

test('looking again does not disturb what is being fetched, nor what is ready', async () => {
  let finish: () => void = () => undefined
  const { store, updates } = setUp({
    download: (onProgress) => {
      onProgress(0.5)
      return new Promise((resolve) => {
        finish = resolve
      })
    },
  })
  await updates.check()
  const downloaded = updates.download()
  await updates.check()
  expect(store.state.update).toEqual({ kind: 'downloading', version: '2.0.0', share: 0.5 })
  finish()
  await downloaded
  await updates.check()
  expect(store.state.update).toEqual({ kind: 'ready', version: '2.0.0', installsAtQuit: true })
})

test('nothing is installed that was not fetched', async () => {
  let installed = 0
  const { updates } = setUp({ install: () => (installed += 1) })
  await updates.check()
  await updates.install()
  expect(installed).toBe(0)
  await updates.download()
  await updates.install()
  expect(installed).toBe(1)
})

test('a look that began before does not take back what the person asked for meanwhile', async () => {
  let answer: (release: Release) => void = () => undefined
  const release = { version: '2.0.0', notes: '' }
  let looks = 0
  const check = () => {
    looks += 1
    return looks === 1 ? Promise.resolve(release) : new Promise<Release>((resolve) => (answer = resolve))
  }
  const { store, updates } = setUp({ check, download: () => new Promise(() => undefined) })
  await updates.check()
  const second = updates.check()
  await Promise.resolve()
  void updates.download()
  await vi.waitFor(() => expect(store.state.update?.kind).toBe('downloading'))
  answer(release)
  await second
  expect(store.state.update?.kind).toBe('downloading')
})
