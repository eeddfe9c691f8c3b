import { test as base, expect } from '@playwright/test'
import type { Place } from '../../fleep-server/server'
import type { RunningServer } from '../../mail/mail-servers'
import { Computer, type KeyringSetUp } from './computer'

export { expect } from '@playwright/test'
export * from './computer'

/** Keeps a mail server for the length of a test. @returns its port on localhost */
export type UseMailServer = (server: Promise<RunningServer>) => Promise<number>

/** Every test has a computer of its own, with a Fleep server of its own; no secret of it may be anywhere afterwards. */
export const test = base.extend<{
  keyringSetUp: KeyringSetUp
  place: Place
  computer: Computer
  useMailServer: UseMailServer
}>({
  keyringSetUp: ['open', { option: true }],
  /** Where the Fleep server listens. */
  place: [{}, { option: true }],
  computer: async ({ keyringSetUp, place }, use) => {
    const computer = await Computer.setUp(keyringSetUp, place)
    const search = computer.searchForSecrets()
    await use(computer)
    await computer.quit()
    const found = await search.end()
    await computer.tearDown()
    expect(found, 'where a secret was found').toEqual([])
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are wanted.
  useMailServer: async ({}, use) => {
    const running: RunningServer[] = []
    await use(async (server) => {
      running.push(await server)
      return running.at(-1)?.port ?? 0
    })
    for (const server of running) await server.stop()
  },
})
