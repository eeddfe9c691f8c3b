import { isDeepStrictEqual } from 'node:util'
import type { CommandInput, MailEncryption } from '../../contract'
import { transportDefaults } from '../../main/fleep/transport'
import { mailPasswordName } from '../../main/keychain/mail-password-item'
import { locked } from '../keychain/memory-keychain'
import { type RecordingServer, startRecordingServer } from '../mail/mail-servers'
import { type RunningApp, startApp } from '../unit/start-app'
import { type Area, runCases, selectCases } from './area'
import { people } from './samples'

const secret = 'stored-mail-secret'

/** The settings of a mail server, without the secret. `port`: the server that it belongs to, or another program's. */
interface Place {
  address: string
  host: string
  port: 'own' | 'other'
  encryption: MailEncryption
  username: string
}

const stored: Place[] = (['none', 'tls', 'starttls'] as const).flatMap((encryption) =>
  ['localhost', '127.0.0.1'].map((host) => ({
    address: 'new@meadow.example',
    host,
    port: 'own' as const,
    encryption,
    username: 'new',
  })),
)

/** What a request may have in place of what was stored. The first is the same in another form. */
const changes: [name: string, change: (place: Place) => Partial<Place>][] = [
  ['the same', ({ host }) => ({ host: ` ${host.toUpperCase()} ` })],
  ['another host', ({ host }) => ({ host: host === 'localhost' ? '127.0.0.1' : 'localhost' })],
  ['another port', () => ({ port: 'other' })],
  ['another user name', () => ({ username: 'somebody' })],
  ['the user name in capitals', () => ({ username: 'NEW' })],
  ['another address', () => ({ address: 'other@meadow.example' })],
  ['no encryption', () => ({ encryption: 'none' })],
  ['TLS', () => ({ encryption: 'tls' })],
  ['STARTTLS', () => ({ encryption: 'starttls' })],
  ['another port without encryption', () => ({ port: 'other', encryption: 'none' })],
  [
    'another host, port, user name and no encryption',
    ({ host }) => ({
      host: host === 'localhost' ? '127.0.0.1' : 'localhost',
      port: 'other',
      encryption: 'none',
      username: 'x',
    }),
  ],
]

/** Where the app has the password. */
const storages = ['keychain', 'memory', 'version 0.1.0'] as const

interface Case {
  place: Place
  change: (typeof changes)[number]
  storage: (typeof storages)[number]
  use: Use
}

interface Setup {
  app: RunningApp
  id: string
  /** The settings that the password is requested for. */
  requested: Omit<CommandInput<'smtp.change'>, 'id' | 'password'>
}

interface Use {
  name: string
  run(setup: Setup): Promise<unknown>
  /** Where the password arrives if the place is the stored one: `none` if it does not then either. */
  arrivesAt: 'mail server' | 'Fleep' | 'none'
}

const recordOf = ({ app, id }: Setup) => {
  const record = app.fleep.state.accountByLogin('liis')?.smtp.find(({ smtp_id }) => smtp_id === id)
  if (!record) throw new Error('the mail server is gone')
  return record
}

/** Another app, or a server that was taken over, changes the record. A poll brings it. */
async function changeRecord(setup: Setup): Promise<void> {
  const { app, id, requested } = setup
  const { address, port, username } = requested
  const encryption = requested.encryption === 'none' ? null : requested.encryption
  const host = requested.host.trim().toLowerCase()
  const record = recordOf(setup)
  Object.assign(record, {
    smtp_address: address,
    smtp_host: host,
    smtp_port: port,
    smtp_connection: encryption === 'tls' ? 'ssl' : encryption,
    smtp_username: username,
  })
  const { smtp_password: _password, ...announced } = record
  const account = app.fleep.state.accountByLogin('liis')
  if (account) app.fleep.state.announceRecord(account, announced)
  const wanted = { id, address, host, port, encryption, username }
  await app.until(({ mailServers }) =>
    (mailServers ?? []).some((server) => isDeepStrictEqual({ ...server, ...wanted }, server)),
  )
  await app.runner.run('smtp.refresh', {})
  await app.passwords.settled()
}

async function applyFile(setup: Setup): Promise<void> {
  const { app, id, requested } = setup
  const { encryption } = requested
  const file = {
    format: 'fleep-settings-profile',
    version: 1,
    of: people.liis?.email ?? '',
    settings: {
      clientSettings: {},
      flags: [],
      mailServers: [
        {
          ...{ ...requested, host: requested.host.trim() },
          encryption: encryption === 'none' ? null : encryption,
          isDefault: true,
        },
      ],
    },
  }
  app.dialogs.openedFile = { name: 'team.json', bytes: new TextEncoder().encode(JSON.stringify(file)) }
  await app.runner.run('profiles.open', {})
  await app.runner.run('profiles.apply', {
    fields: [`mailServer:${requested.address}`, 'defaultMailServer'],
    passwords: {},
  })
  assert(app.store.state.mailServers?.some((server) => server.id === id) ?? false, 'the mail server was replaced')
}

/** Every way in which a command can use a password that it is not given. */
const uses: Use[] = [
  {
    name: 'checking what is entered',
    run: ({ app, id, requested }) => app.runner.run('smtp.checkEntered', { id, ...requested, password: null }),
    arrivesAt: 'mail server',
  },
  {
    name: 'changing it',
    run: ({ app, id, requested }) => app.runner.run('smtp.change', { id, ...requested, password: null }),
    arrivesAt: 'none',
  },
  {
    name: 'checking it after its record changed',
    run: async (setup) => {
      await changeRecord(setup)
      await setup.app.runner.run('smtp.check', { id: setup.id })
    },
    arrivesAt: 'none',
  },
  {
    name: 'checking all after its record changed',
    run: async (setup) => {
      await changeRecord(setup)
      await setup.app.runner.run('smtp.checkAll', {})
    },
    arrivesAt: 'none',
  },
  {
    name: 'removing and restoring it after its record changed',
    run: async (setup) => {
      await changeRecord(setup)
      await setup.app.runner.run('smtp.remove', { id: setup.id, canUndo: true, nextDefault: null })
      await setup.app.runner.run('smtp.undo', { id: setup.id })
    },
    arrivesAt: 'Fleep',
  },
  { name: 'applying a settings file', run: applyFile, arrivesAt: 'none' },
]

function assert(condition: boolean, problem: string): void {
  if (!condition) throw new Error(problem)
}

const mailCalls = ({ fleep }: RunningApp) => [
  ...fleep.inputsOf('account/smtp/store'),
  ...fleep.inputsOf('account/smtp/configure'),
]

/** Leaves the item and the file as version 0.1.0 had them, and starts again. */
async function forgetPlace(app: RunningApp, id: string): Promise<void> {
  const { account } = app.context
  app.keychain.items.set(
    mailPasswordName({ server: app.fleep.url, accountId: account?.accountId ?? '', smtpId: id }),
    JSON.stringify({ version: 1, password: secret }),
  )
  const before = app.knownSession.read().mailPasswords.map(({ hasPlace: _has, ...key }) => key)
  await app.session.signOut()
  app.knownSession.write({ mailPasswords: before })
  await signIn(app)
  await app.runner.run('smtp.refresh', {})
  await app.passwords.settled()
}

const signIn = (app: RunningApp) =>
  app.session.signIn(app.fleep.url, people.liis?.email ?? '', people.liis?.password ?? '')

async function runCase({ place, change, storage, use }: Case, own: RecordingServer, other: RecordingServer) {
  const app = await startApp()
  const states: string[] = []
  app.store.onChange((state) => states.push(JSON.stringify(state)))
  const settings = (wanted: Place) => ({ ...wanted, port: wanted.port === 'own' ? own.port : other.port })
  try {
    await signIn(app)
    if (storage === 'memory') app.keychain.failure = locked()
    const added = await app.runner.run('smtp.add', { ...settings(place), password: secret })
    assert(added.ok, 'not added')
    const id = added.ok ? (added.value as { id: string }).id : ''
    if (storage === 'version 0.1.0') await forgetPlace(app, id)
    const requested = { ...place, ...change[1](place) }
    const isSame = isDeepStrictEqual({ ...requested, host: requested.host.trim().toLowerCase() }, place)
    const [callsBefore, before] = [mailCalls(app).length, arrivals(own, other)]
    await use.run({ app, id, requested: settings(requested) })
    const sent = mailCalls(app).slice(callsBefore).filter(bearsPassword)
    const arrived = arrivals(own, other) - before
    // Version 0.1.0 did not tell "none" from an encryption that is not known, and a removal of it cannot be undone.
    const isKnown = storage !== 'version 0.1.0' || place.encryption !== 'none'
    const expected = isSame && isKnown ? use.arrivesAt : 'none'
    const isSent = expected === 'mail server' && place.encryption === 'none'
    assert(arrived === (isSent ? 1 : 0), `${arrived} passwords arrived at a mail server`)
    assert(sent.length === (expected === 'Fleep' ? 1 : 0), `${sent.length} calls led the password elsewhere`)
    assert(app.defects.length === 0, `a defect: ${String(app.defects[0])}`)
    assert(!states.join('\n').includes(secret), 'the state contains the password')
  } finally {
    app.keychain.failure = undefined
    await app.stop()
  }
}

/** How many passwords both servers received. Cases that run at a time have servers of their own. */
function arrivals(...servers: RecordingServer[]): number {
  return servers.reduce((count, { received }) => count + received.length, 0)
}

/** Whether a call sends the password, or leads the one that Fleep has to another place. */
function bearsPassword(input: Record<string, unknown>): boolean {
  return ['smtp_password', 'smtp_host', 'smtp_port', 'smtp_username'].some((field) => field in input)
}

/** Every use of a password that is not typed, with each setting of its mail server changed. */
export const passwordPlaces: Area = {
  name: 'passwords and places',
  async run(scale) {
    Object.assign(transportDefaults, { retryDelay: 1 })
    const cases = uses.flatMap((use) =>
      storages.flatMap((storage) =>
        stored.flatMap((place) => changes.map((change): Case => ({ place, change, storage, use }))),
      ),
    )
    const nameOf = ({ place, change, storage, use }: Case) =>
      `${use.name}: ${place.host} ${place.encryption}, ${change[0]}, ${storage}`
    return runCases(selectCases(cases, scale), nameOf, async (testCase) => {
      const [own, other] = [await startRecordingServer(), await startRecordingServer()]
      try {
        await runCase(testCase, own, other)
      } finally {
        await Promise.all([own.stop(), other.stop()])
      }
    })
  },
}
