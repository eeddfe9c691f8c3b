import type { CommandInput, CommandName } from '../../contract'
import { fleepIdOf } from '../../contract/fleep-id'
import { seededPeople } from '../fleep-server/accounts'
import { sendNotificationEmail } from '../fleep-server/notification-calls'
import { sendRegistrationEmail } from '../fleep-server/registration-calls'
import { smallPng } from '../pictures'
import type { RunningApp } from '../unit/start-app'

/** A command with an input. */
export interface Sample {
  name: CommandName
  /** Distinguishes samples of the same command. */
  variant?: string
  /** The signed-in person; null if signed out. */
  signedInAs: 'liis' | 'kai' | null
  /** Sets up what the command needs. @returns its input */
  prepare(app: RunningApp): Promise<unknown> | unknown
}

const [liis, , kai] = seededPeople
export const people = { liis, kai }
/** Typed passwords: may be only at Fleep and in the keychain. */
export const typedSecrets = ['typed-new-password-1', 'typed-mail-password-2']
const [newPassword, mailPassword] = typedSecrets as [string, string]

function sample<Name extends CommandName>(
  name: Name,
  signedInAs: Sample['signedInAs'],
  prepare: (app: RunningApp) => Promise<CommandInput<Name>> | CommandInput<Name>,
  variant?: string,
): Sample {
  return { name, signedInAs, prepare, ...(variant && { variant }) }
}

const account = (app: RunningApp, name: string) => {
  const found = app.fleep.state.accountByLogin(name)
  if (!found) throw new Error(`the server has no account for ${name}`)
  return found
}
const firstServer = async (app: RunningApp) => {
  await app.mailServers.refresh(app.context)
  return account(app, 'liis').smtp[0]?.smtp_id ?? ''
}
const lastNotificationId = ({ fleep }: RunningApp) => fleep.state.outbox.at(-1)?.notificationId ?? ''
const mailbox = {
  address: 'new@meadow.example',
  host: 'mail.meadow.example',
  port: 465,
  encryption: 'tls',
  username: 'new',
} as const

const openLinkOf = ({ store }: RunningApp) => ({ id: store.state.openLink?.id ?? 0 })

async function readLink(app: RunningApp, path: string, id: string): Promise<{ id: number }> {
  app.links.read(app.fleep.url, `${app.fleep.url}/${path}?notification_id=${id}`)
  return openLinkOf(app)
}

async function exportHistory(app: RunningApp): Promise<CommandInput<'data.download'>> {
  app.fleep.state.exportStepMs = 1
  app.fleep.state.exportSize = 5000
  await app.handlers['data.export'](app.context, { conversationId: null })
  await app.until(({ exports }) => exports.some(({ files }) => files.length > 0))
  return { id: app.store.state.exports[0]?.files[0]?.id ?? '', resume: false }
}

const newcomer = 'tiina@harbour.example'
const setUp = {
  displayName: 'Tiina',
  password: newPassword,
  fleepAddress: 'tiina.p',
  phoneNumber: '',
  newsletter: false,
}

/** Every command that calls Fleep. */
export const samples: Sample[] = [
  sample('session.signIn', null, ({ fleep }) => ({
    server: fleep.url,
    email: liis?.email ?? '',
    password: liis?.password ?? '',
  })),
  sample('session.requestReset', null, ({ fleep }) => ({ server: fleep.url, email: liis?.email ?? '' })),
  sample('session.confirmReset', null, async (app) => {
    await app.handlers['session.requestReset'](app.context, { server: app.fleep.url, email: liis?.email ?? '' })
    return { server: app.fleep.url, link: lastNotificationId(app), newPassword }
  }),
  sample('session.signOut', 'liis', () => ({ forgetMailPasswords: true })),
  sample('account.refresh', 'liis', () => ({})),
  sample('account.change', 'liis', () => ({
    displayName: 'Liis Saar',
    phoneNumber: '1',
    emailInterval: 'never' as const,
    fullPrivacy: true,
    newsletter: false,
    automute: false,
  })),
  sample('account.setFleepAddress', 'kai', () => ({ fleepAddress: 'kai.new' })),
  sample('account.changePassword', 'liis', () => ({ oldPassword: liis?.password ?? '', newPassword })),
  sample('account.changeClientSettings', 'liis', () => ({ changed: { theme: 'dark', sound: null } })),
  sample('account.setFlag', 'liis', () => ({ flag: 'desktop_sounds_disabled', value: true })),
  sample('addresses.refresh', 'liis', () => ({})),
  sample('addresses.add', 'liis', () => ({ email: 'liis.new@meadow.example' })),
  sample('addresses.remove', 'liis', () => ({ email: 'liis@meadow.example' })),
  sample('addresses.confirm', 'liis', (app) => ({
    link: account(app, 'liis').aliases.find(({ confirmed }) => !confirmed)?.notificationId ?? '',
  })),
  sample('addresses.makePrimary', 'liis', () => ({ email: 'liis@meadow.example' })),
  sample('avatar.upload', 'liis', async () => ({ type: 'image/png', bytes: await smallPng() })),
  sample('avatar.remove', 'liis', async (app) => {
    await app.avatar.upload(app.context, { type: 'image/png', bytes: await smallPng() })
    return {}
  }),
  sample('people.lookUp', 'liis', ({ fleep }) => ({ addresses: [fleepIdOf('marten', fleep.url)], excludedIds: [] })),
  sample('smtp.refresh', 'liis', () => ({})),
  sample('smtp.add', 'liis', () => ({ ...mailbox, password: mailPassword })),
  sample('smtp.change', 'liis', async (app) => ({
    id: await firstServer(app),
    ...mailbox,
    address: 'liis.tamm@meadow.example',
    password: mailPassword,
  })),
  sample(
    'smtp.change',
    'liis',
    async (app) => ({ id: await firstServer(app), ...mailbox, password: mailPassword }),
    'to another address',
  ),
  sample('smtp.makeDefault', 'liis', async (app) => {
    await firstServer(app)
    return { id: account(app, 'liis').smtp[1]?.smtp_id ?? '' }
  }),
  sample('smtp.remove', 'liis', async (app) => ({ id: await firstServer(app), canUndo: false, nextDefault: null })),
  sample('data.refresh', 'liis', () => ({})),
  sample('data.export', 'liis', ({ fleep }) => {
    fleep.state.exportStepMs = null
    return { conversationId: null }
  }),
  sample('data.download', 'liis', exportHistory),
  sample('data.readBoard', 'liis', (app) => ({
    conversationId: account(app, 'liis').conversations[0]?.id ?? '',
    sectionId: null,
  })),
  sample(
    'data.readBoard',
    'liis',
    (app) => {
      const [conversation] = account(app, 'liis').conversations
      return { conversationId: conversation?.id ?? '', sectionId: conversation?.sections[0]?.id ?? '' }
    },
    'tasks',
  ),
  sample('links.register', null, ({ fleep }) => ({ server: fleep.url, email: newcomer })),
  sample('links.readCode', null, ({ fleep }) => {
    const { code } = sendRegistrationEmail(fleep.state, { email: newcomer, by: 'code' })
    return { server: fleep.url, email: newcomer, code: code ?? '' }
  }),
  sample('links.readInvitation', null, (app) =>
    readLink(app, 'invite', sendRegistrationEmail(app.fleep.state, { email: newcomer, by: 'link' }).notificationId),
  ),
  sample('links.setUp', null, async (app) => {
    const { code } = sendRegistrationEmail(app.fleep.state, { email: newcomer, by: 'code' })
    await app.links.readCode(app.fleep.url, newcomer, code ?? '')
    return { ...openLinkOf(app), ...setUp }
  }),
  sample(
    'links.follow',
    null,
    (app) => {
      const chosen = { displayName: 'Tiina', password: newPassword }
      const { notificationId } = sendRegistrationEmail(app.fleep.state, { email: newcomer, by: 'link', chosen })
      return readLink(app, 'confirm', notificationId)
    },
    'confirming an account',
  ),
  sample(
    'links.follow',
    'liis',
    (app) => readLink(app, 'unsubscribe', sendNotificationEmail(app.fleep.state, account(app, 'liis'))),
    'unsubscribing',
  ),
  sample(
    'links.follow',
    null,
    (app) => {
      const alias = account(app, 'liis').aliases.find(({ confirmed }) => !confirmed)
      app.links.read(app.fleep.url, `${app.fleep.url}/confirm?confirm_id=${alias?.notificationId}`)
      return openLinkOf(app)
    },
    'confirming an address',
  ),
  sample('links.setInterval', 'liis', async (app) => {
    const link = await readLink(app, 'interval', sendNotificationEmail(app.fleep.state, account(app, 'liis')))
    return { ...link, emailInterval: 'daily' as const }
  }),
  sample('links.setPassword', null, async (app) => {
    await app.handlers['session.requestReset'](app.context, { server: app.fleep.url, email: liis?.email ?? '' })
    return { ...(await readLink(app, 'reset_password', lastNotificationId(app))), newPassword }
  }),
]
