import { createHash } from 'node:crypto'
import { test as base, expect } from '@playwright/test'
import { allQuirks, type Quirk } from '../../fleep-server/quirks'
import type { ServerOptions } from '../../fleep-server/server'
import type { RunningServer } from '../../mail/mail-servers'
import { Computer, type KeyringState } from './computer'

export { expect } from '@playwright/test'
export * from './computer'

/** Stops the mail server at the end of the test. @returns its port on localhost */
export type UseMailServer = (server: Promise<RunningServer>) => Promise<number>

/** For tests of pictures or words that show everything that Fleep can tell. */
export function allQuirksExcept(...names: Quirk[]): readonly Quirk[] {
  return allQuirks.filter((quirk) => !names.includes(quirk))
}

/** Whether a test is in the part that TEST_PART selects, such as 1/4. Without it, all tests are. */
function isInPart(testId: string): boolean {
  const [part = 0, parts = 1] = (process.env.TEST_PART ?? '0/1').split('/').map(Number)
  return createHash('sha256').update(testId).digest().readUInt16BE() % parts === part
}

/** Each test has its own computer and its own local Fleep server. At its end, no secret may be outside the keyring. */
export const test = base.extend<{
  keyringState: KeyringState
  serverOptions: ServerOptions
  quirks: readonly Quirk[]
  computer: Computer
  useMailServer: UseMailServer
}>({
  keyringState: ['open', { option: true }],
  /** How the local Fleep server is started. */
  serverOptions: [{}, { option: true }],
  /** What the server does otherwise than by default: nothing, in the project `documented`. */
  quirks: [allQuirks, { option: true }],
  computer: async ({ keyringState, serverOptions, quirks }, use, testInfo) => {
    testInfo.skip(!isInPart(testInfo.testId), 'in another part')
    const computer = await Computer.setUp(keyringState, { quirks, ...serverOptions })
    const search = computer.searchForSecrets()
    await use(computer)
    await computer.quit()
    const leaks = await search.finish()
    await computer.tearDown()
    expect(leaks, 'places with a secret').toEqual([])
    expect(computer.server.store.leaks, 'requests for files elsewhere with a secret').toEqual([])
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the required fixtures from this pattern.
  useMailServer: async ({}, use) => {
    const running: RunningServer[] = []
    await use(async (server) => {
      running.push(await server)
      return running.at(-1)?.port ?? 0
    })
    for (const server of running) await server.stop()
  },
})
