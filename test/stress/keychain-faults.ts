import { Failure } from '../../main/core/failure'
import { transportDefaults } from '../../main/fleep/transport'
import { mailPasswordName } from '../../main/keychain/mail-password-item'
import { type RunningApp, startApp } from '../unit/app'
import { type Area, attemptAll, chosen } from './area'
import { people, typedSecrets } from './samples'

interface Trouble {
  name: string
  /** Makes the keychain so. @param item the name of the item that is asked for next */
  begin(app: RunningApp, item: string): void
  /** null where nothing need be told, since nothing is wrong with that item. */
  problem: string | null
}

const failing = (code: 'unavailable' | 'locked' | 'denied' | 'no-answer'): Trouble => ({
  name: code,
  problem: code,
  begin: ({ keychain }) => {
    keychain.failing = new Failure(`keychain-${code}`, `Secret Service: ${code}.`)
  },
})
const holding = (name: string, text: string): Trouble => ({
  name,
  problem: 'unreadable',
  begin: ({ keychain }, item) => void keychain.items.set(item, text),
})

const troubles: Trouble[] = [
  failing('unavailable'),
  failing('locked'),
  failing('denied'),
  failing('no-answer'),
  holding('garbage', '\u0000\u0001'),
  holding('an empty item', ''),
  holding('an item of another program', '{"user":"somebody"}'),
  holding('an item of a newer version', '{"version":2,"ticket":"a","tokenId":"b","password":"c"}'),
  { name: 'slow', problem: null, begin: ({ keychain }) => void Object.assign(keychain, { delay: 300 }) },
]

interface Moment {
  name: string
  /** What stands before. @returns the item that is asked for in the act */
  prepare(app: RunningApp): Promise<string>
  act(app: RunningApp): Promise<unknown>
  /** What must hold right after it, whatever the keychain did. */
  check(app: RunningApp, trouble: Trouble, item: string): void
}

const { liis } = people
const [, mailPassword = ''] = typedSecrets
const mailbox = { address: 'new@meadow.example', host: 'mail.meadow.example', port: 465, username: 'new' }
const signIn = (app: RunningApp) => app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
const accountId = ({ fleep }: RunningApp) => fleep.state.accountByLogin('liis')?.id ?? ''
const sessionItem = (app: RunningApp) => `${accountId(app)} at ${app.fleep.url}`
const serversOf = ({ fleep }: RunningApp) => fleep.state.accountByLogin('liis')?.smtp ?? []

function must(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what)
}

/** What could not be read is not written over. */
function mustBeLeft(app: RunningApp, { name }: Trouble, item: string): void {
  if (!name.includes('item') && name !== 'garbage') return
  const text = app.keychain.items.get(item) ?? ''
  must(!text.includes(mailPassword) && !text.includes('"version":1'), 'an item that could not be read is written over')
}

const moments: Moment[] = [
  {
    name: 'signing in',
    prepare: async (app) => sessionItem(app),
    act: signIn,
    check: (app, trouble, item) => {
      const { session, sessionStorage } = app.store.state
      must(session.kind === 'signed-in', 'not signed in')
      const kept = sessionStorage.kind === 'memory-only' ? sessionStorage.problem : sessionStorage.kind
      must(kept === (trouble.problem ?? 'stored'), `the session is told as ${kept}`)
      mustBeLeft(app, trouble, item)
    },
  },
  {
    name: 'starting',
    prepare: async (app) => {
      await signIn(app)
      return sessionItem(app)
    },
    act: async (app) => {
      // The same computer, and a new process.
      const { createApp } = await import('./second-app')
      const second = createApp(app)
      await second.session.restore()
      const { session } = second.store.state
      const isIn = session.kind === 'signed-in'
      second.stop()
      must(isIn === (app.keychain.failing === undefined && !isBroken(app)), `started as ${session.kind}`)
      if (!isIn) must(session.kind === 'signed-out' && session.notice !== null, 'and does not say why')
    },
    check: (app, trouble, item) => mustBeLeft(app, trouble, item),
  },
  {
    name: 'adding a mail server',
    prepare: async (app) => {
      await signIn(app)
      return 'known when it is stored'
    },
    act: (app) => app.runner.run('smtp.add', { ...mailbox, encryption: 'tls', password: mailPassword }),
    check: (app, trouble) => {
      const stored = serversOf(app).filter(({ smtp_address }) => smtp_address === mailbox.address)
      must(stored.length === 1, `it is there ${stored.length} times`)
      const key = { server: app.fleep.url, accountId: accountId(app), smtpId: stored[0]?.smtp_id ?? '' }
      const isKept = app.keychain.items.get(mailPasswordName(key))?.includes(mailPassword) ?? false
      const place = app.store.state.mailPasswords[key.smtpId]?.kind
      // Of items with other names nothing is known here.
      const isMet = trouble.problem !== null && trouble.problem !== 'unreadable'
      must(isKept === !isMet, 'its password is not where it should be')
      must(place === (isMet ? 'memory-only' : 'stored'), `its password is told as ${place}`)
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
    act: async (app) => app.runner.run('smtp.remove', { id: serversOf(app).at(-1)?.smtp_id ?? '', canUndo: false }),
    check: (app, trouble, item) => {
      const isLeft = app.keychain.items.has(item)
      const told = app.store.state.passwordRemovalProblem
      must(!isLeft || told !== null, 'its password is left, and nobody says so')
      must(trouble.problem !== null || !isLeft, 'its password is left')
    },
  },
  {
    name: 'signing out',
    prepare: async (app) => {
      await signIn(app)
      return sessionItem(app)
    },
    act: (app) => app.runner.run('session.signOut', { forgetMailPasswords: true }),
    check: (app, _trouble, item) => {
      const { session } = app.store.state
      must(session.kind === 'signed-out', 'not signed out')
      const notice = session.kind === 'signed-out' ? session.notice : ''
      must(!app.keychain.items.has(item) || notice !== null, 'the session is left, and nobody says so')
      must(app.fleep.state.sessions.size === 0, 'the session goes on at Fleep')
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

/** Every moment at which the keychain is asked, each trouble it can be in, and the end of that. */
export const keychainFaults: Area = {
  name: 'keychain',
  async run(scale) {
    Object.assign(transportDefaults, { retryDelay: 1 })
    const cases = moments.flatMap((moment) => troubles.map((trouble) => ({ moment, trouble })))
    return attemptAll(chosen(cases, scale), ({ moment, trouble }) => `${moment.name}: ${trouble.name}`, attempt)
  },
}

async function attempt({ moment, trouble }: { moment: Moment; trouble: Trouble }): Promise<void> {
  const app = await startApp()
  const seen: string[] = []
  app.store.onChange((state) => seen.push(JSON.stringify(state)))
  try {
    const item = await moment.prepare(app)
    trouble.begin(app, item)
    await moment.act(app)
    await app.passwords.settled()
    moment.check(app, trouble, item)
    must(app.defects.length === 0, `a defect: ${String(app.defects[0])}`)
    for (const secret of typedSecrets) must(!seen.join('\n').includes(secret), 'a secret is told')
    await mustBeMended(app, trouble)
  } finally {
    app.keychain.failing = undefined
    await app.stop()
  }
}

/** Once the keychain answers again, what was held in memory is stored when the person asks for it. */
async function mustBeMended(app: RunningApp, { problem }: Trouble): Promise<void> {
  app.keychain.failing = undefined
  const { sessionStorage, mailPasswords } = app.store.state
  if (sessionStorage.kind === 'memory-only') {
    await app.runner.run('session.storeAgain', { replace: problem === 'unreadable' })
    must(app.store.state.sessionStorage.kind === 'stored', 'the session is still not stored')
  }
  for (const [id, place] of Object.entries(mailPasswords)) {
    if (place.kind !== 'memory-only') continue
    await app.runner.run('smtp.storePasswordAgain', { id, replace: false })
    must(app.store.state.mailPasswords[id]?.kind === 'stored', 'a password is still not stored')
  }
}
