import { Failure } from '../../main/core/failure'
import { transportDefaults } from '../../main/fleep/transport'
import { mailPasswordName } from '../../main/keychain/mail-password-item'
import { type RunningApp, startApp } from '../unit/start-app'
import { type Area, runCases, selectCases } from './area'
import { people, typedSecrets } from './samples'

interface KeychainFault {
  name: string
  /** Causes the fault. @param item the name of the item that is read next */
  inject(app: RunningApp, item: string): void
  /** The problem that the app must report; null for none. */
  expectedProblem: string | null
}

const failing = (code: 'unavailable' | 'locked' | 'denied' | 'no-answer'): KeychainFault => ({
  name: code,
  expectedProblem: code,
  inject: ({ keychain }) => {
    keychain.failure = new Failure(`keychain-${code}`, `Secret Service: ${code}.`)
  },
})
const corruptItem = (name: string, text: string): KeychainFault => ({
  name,
  expectedProblem: 'unreadable',
  inject: ({ keychain }, item) => void keychain.items.set(item, text),
})

const unansweredPrompt: KeychainFault = {
  name: 'a prompt that nobody answers',
  expectedProblem: 'no-answer',
  inject: ({ keychain }) => {
    keychain.timeout = 30
    keychain.lock()
  },
}
const refusedQuestion: KeychainFault = {
  name: 'a refused question',
  expectedProblem: 'denied',
  inject: ({ keychain }) => {
    keychain.refusesReading = true
  },
}

const faults: KeychainFault[] = [
  failing('unavailable'),
  failing('locked'),
  failing('denied'),
  failing('no-answer'),
  corruptItem('garbage', '\u0000\u0001'),
  corruptItem('an empty item', ''),
  corruptItem('an item of another program', '{"user":"somebody"}'),
  corruptItem('an item from a newer version', '{"version":2,"ticket":"a","tokenId":"b","password":"c"}'),
  unansweredPrompt,
  refusedQuestion,
  { name: 'slow', expectedProblem: null, inject: ({ keychain }) => void Object.assign(keychain, { delay: 300 }) },
]

interface Scenario {
  name: string
  /** Sets up the app. @returns the name of the item that `run` accesses */
  prepare(app: RunningApp): Promise<string>
  run(app: RunningApp): Promise<unknown>
  /** Checks the result right after `run`, whatever the fault. */
  check(app: RunningApp, fault: KeychainFault, item: string): void
}

const { liis } = people
const [, mailPassword = ''] = typedSecrets
const mailbox = { address: 'new@meadow.example', host: 'mail.meadow.example', port: 465, username: 'new' }
const signIn = (app: RunningApp) => app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
const accountId = ({ fleep }: RunningApp) => fleep.state.accountByLogin('liis')?.id ?? ''
const sessionItem = (app: RunningApp) => `${accountId(app)} at ${app.fleep.url}`
const serversOf = ({ fleep }: RunningApp) => fleep.state.accountByLogin('liis')?.smtp ?? []

function assert(condition: boolean, message: string): void {
  if (!condition) throw new Error(message)
}

/** An item that could not be read must not be overwritten. */
function assertItemUntouched(app: RunningApp, { name }: KeychainFault, item: string): void {
  if (!name.includes('item') && name !== 'garbage') return
  const text = app.keychain.items.get(item) ?? ''
  assert(!text.includes(mailPassword) && !text.includes('"version":1'), 'an unreadable item was overwritten')
}

const scenarios: Scenario[] = [
  {
    name: 'signing in',
    prepare: async (app) => sessionItem(app),
    run: signIn,
    check: (app, fault, item) => {
      const { session, sessionStorage } = app.store.state
      assert(session.kind === 'signed-in', 'not signed in')
      const storage = sessionStorage.kind === 'memory-only' ? sessionStorage.problem : sessionStorage.kind
      assert(storage === (fault.expectedProblem ?? 'stored'), `the session's storage is shown as ${storage}`)
      assertItemUntouched(app, fault, item)
    },
  },
  {
    name: 'starting',
    prepare: async (app) => {
      await signIn(app)
      return sessionItem(app)
    },
    run: async (app) => {
      // A new process on the same computer.
      const { createApp } = await import('./second-app')
      const second = createApp(app)
      await second.session.restore()
      const { session } = second.store.state
      const isSignedIn = session.kind === 'signed-in'
      second.stop()
      const { failure, hasOpenPrompt, refusesReading } = app.keychain
      const canRead = failure === undefined && !hasOpenPrompt && !refusesReading
      assert(isSignedIn === (canRead && !isBroken(app)), `started as ${session.kind}`)
      if (!isSignedIn) assert(session.kind === 'signed-out' && session.notice !== null, 'signed out without a notice')
    },
    check: (app, fault, item) => assertItemUntouched(app, fault, item),
  },
  {
    name: 'adding a mail server',
    prepare: async (app) => {
      await signIn(app)
      return 'named after the id that Fleep assigns'
    },
    run: (app) => app.runner.run('smtp.add', { ...mailbox, encryption: 'tls', password: mailPassword }),
    check: (app, fault) => {
      const stored = serversOf(app).filter(({ smtp_address }) => smtp_address === mailbox.address)
      assert(stored.length === 1, `the mail server exists ${stored.length} times`)
      const key = { server: app.fleep.url, accountId: accountId(app), smtpId: stored[0]?.smtp_id ?? '' }
      const isStored = app.keychain.items.get(mailPasswordName(key))?.includes(mailPassword) ?? false
      const place = app.store.state.mailPasswords[key.smtpId]?.kind
      // A fault of one item does not affect items with other names.
      const isAffected = fault.expectedProblem !== null && fault.expectedProblem !== 'unreadable'
      // A refused question does not undo the write before it.
      const isWritten = !isAffected || fault === refusedQuestion
      assert(isStored === isWritten, 'its password is not where it should be')
      assert(place === (isAffected ? 'memory-only' : 'stored'), `its password's storage is shown as ${place}`)
    },
  },
  {
    name: 'removing a mail server',
    prepare: async (app) => {
      await signIn(app)
      await app.mailServers.add(app.context, { ...mailbox, encryption: 'tls', password: mailPassword })
      const id = serversOf(app).at(-1)?.smtp_id ?? ''
      return mailPasswordName({ server: app.fleep.url, accountId: accountId(app), smtpId: id })
    },
    run: async (app) =>
      app.runner.run('smtp.remove', { id: serversOf(app).at(-1)?.smtp_id ?? '', canUndo: false, nextDefault: null }),
    check: (app, fault, item) => {
      const itemExists = app.keychain.items.has(item)
      const notice = app.store.state.passwordRemovalProblem
      assert(!itemExists || notice !== null, 'its password is left without a notice')
      assert(fault.expectedProblem !== null || !itemExists, 'its password is left')
    },
  },
  {
    name: 'signing out',
    prepare: async (app) => {
      await signIn(app)
      return sessionItem(app)
    },
    run: (app) => app.runner.run('session.signOut', { forgetMailPasswords: true }),
    check: (app, _fault, item) => {
      const { session } = app.store.state
      assert(session.kind === 'signed-out', 'not signed out')
      const notice = session.kind === 'signed-out' ? session.notice : ''
      assert(!app.keychain.items.has(item) || notice !== null, 'the session is left without a notice')
      assert(app.fleep.state.sessions.size === 0, 'the session is still open at Fleep')
    },
  },
]

function isBroken(app: RunningApp): boolean {
  try {
    const { version, ticket } = JSON.parse(app.keychain.items.get(sessionItem(app)) ?? '')
    return version !== 1 || !ticket
  } catch {
    return true
  }
}

/** Every use of the keychain, with each fault and the recovery from it. */
export const keychainFaults: Area = {
  name: 'keychain faults',
  async run(scale) {
    Object.assign(transportDefaults, { retryDelay: 1 })
    const cases = scenarios.flatMap((scenario) => faults.map((fault) => ({ scenario, fault })))
    return runCases(selectCases(cases, scale), ({ scenario, fault }) => `${scenario.name}: ${fault.name}`, runCase)
  },
}

async function runCase({ scenario, fault }: { scenario: Scenario; fault: KeychainFault }): Promise<void> {
  const app = await startApp()
  const seen: string[] = []
  app.store.onChange((state) => seen.push(JSON.stringify(state)))
  try {
    const item = await scenario.prepare(app)
    fault.inject(app, item)
    await scenario.run(app)
    await app.passwords.settled()
    scenario.check(app, fault, item)
    assert(app.defects.length === 0, `a defect: ${String(app.defects[0])}`)
    for (const secret of typedSecrets) assert(!seen.join('\n').includes(secret), 'the state contains a secret')
    await assertRecovers(app, fault)
  } finally {
    Object.assign(app.keychain, { failure: undefined, refusesReading: false, timeout: 45_000 })
    if (app.keychain.hasOpenPrompt) app.keychain.answerPrompt('accept')
    await app.stop()
  }
}

/** Once the keychain works again, secrets in memory are stored on request. */
async function assertRecovers(app: RunningApp, fault: KeychainFault): Promise<void> {
  const { keychain } = app
  const { expectedProblem } = fault
  const isSignedOut = app.store.state.session.kind === 'signed-out'
  Object.assign(keychain, { failure: undefined, refusesReading: false, timeout: 45_000 })
  if (keychain.hasOpenPrompt) keychain.answerPrompt('accept')
  // What was requested behind the prompt is done now.
  await keychain.findExisting([])
  if (isSignedOut && fault === unansweredPrompt) assert(keychain.items.size === 0, 'a removal was lost')
  const { sessionStorage, mailPasswords } = app.store.state
  if (sessionStorage.kind === 'memory-only') {
    await app.runner.run('session.storeAgain', { replace: expectedProblem === 'unreadable' })
    assert(app.store.state.sessionStorage.kind === 'stored', 'the session is still not stored')
  }
  for (const [id, place] of Object.entries(mailPasswords)) {
    if (place.kind !== 'memory-only') continue
    await app.runner.run('smtp.storePasswordAgain', { id, replace: false })
    assert(app.store.state.mailPasswords[id]?.kind === 'stored', 'a password is still not stored')
  }
}
