import { test as base } from '@playwright/test'
import { Computer, type KeyringSetUp } from './computer'

export { expect } from '@playwright/test'
export * from './computer'

/** Every test has a computer of its own, with a Fleep server of its own. */
export const test = base.extend<{ keyringSetUp: KeyringSetUp; computer: Computer }>({
  keyringSetUp: ['open', { option: true }],
  computer: async ({ keyringSetUp }, use) => {
    const computer = await Computer.setUp(keyringSetUp)
    await use(computer)
    await computer.tearDown()
  },
})
