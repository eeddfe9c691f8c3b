import { expect, test, vi } from 'vitest'
import { initialState } from '../../contract/initial-state'
import { Failure } from '../../main/core/failure'
import { Store } from '../../main/core/store'
import { type Release, type UpdateSource, Updates } from '../../main/features/updates/updates'

function setUp(source: Partial<UpdateSource> | null) {
  const session = { kind: 'signed-out', notice: null, canRestore: false } as const
  const store = new Store({ ...initialState, session, server: 'https://fleep.io' })
  let declined: string | null = null
  const fullSource = source && {
    installsOnQuit: true,
    check: async (): Promise<Release | null> => ({ version: '2.0.0', notes: '' }),
    download: async () => undefined,
    install: () => undefined,
    ...source,
  }
  const defects: unknown[] = []
  const declinedVersion = {
    read: () => declined,
    write: (version: string) => {
      declined = version
    },
  }
  const updates = new Updates(
    store,
    async () => fullSource,
    declinedVersion,
    (reason) => defects.push(reason),
  )
  return { store, updates, defects }
}

test('without an update source, nothing is checked or shown', async () => {
  const { store, updates } = setUp(null)
  await updates.watch()
  await updates.check()
  expect(store.state.update).toBeNull()
})

test('a failed automatic check is ignored; a failed manual check is reported', async () => {
  const check = async () => Promise.reject(new Failure('offline', 'No network.'))
  const { store, updates, defects } = setUp({ check })
  await updates.watch()
  expect(store.state.update).toEqual({ kind: 'none', checkedAt: null })
  await expect(updates.check()).rejects.toThrow('No network.')
  expect(defects).toEqual([])
})

test('an unexpected exception of an automatic check is a defect', async () => {
  const broken = new TypeError('broken')
  const { updates, defects } = setUp({ check: async () => Promise.reject(broken) })
  await updates.watch()
  expect(defects).toEqual([broken])
})

test('another check does not interrupt a download or discard a downloaded update', async () => {
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
  expect(store.state.update).toEqual({ kind: 'downloading', version: '2.0.0', progress: 0.5 })
  finish()
  await downloaded
  await updates.check()
  expect(store.state.update).toEqual({ kind: 'ready', version: '2.0.0', installsOnQuit: true })
})

test('install does nothing before the download', async () => {
  let installed = 0
  const { updates } = setUp({ install: () => (installed += 1) })
  await updates.check()
  await updates.install()
  expect(installed).toBe(0)
  await updates.download()
  await updates.install()
  expect(installed).toBe(1)
})

test('a check that began before a download does not reset the download', async () => {
  let answer: (release: Release) => void = () => undefined
  const release = { version: '2.0.0', notes: '' }
  let checks = 0
  const check = () => {
    checks += 1
    return checks === 1 ? Promise.resolve(release) : new Promise<Release>((resolve) => (answer = resolve))
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
