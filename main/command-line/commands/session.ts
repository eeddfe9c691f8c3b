import { z } from 'zod'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'
import { type CliCommands, defineCommand } from '../define-command'
import { promptPassword } from '../prompt-password'
import { requireStoredSession } from '../stored-session'

export const sessionCliCommands = {
  status: defineCommand({
    description: 'cli.status',
    example: 'status --json',
    result: z.strictObject({
      signedIn: z.boolean(),
      server: z.string(),
      /** Whether the organisation that looks after this computer has set the server. */
      serverIsManaged: z.boolean(),
      email: z.string().nullable(),
      name: z.string().nullable(),
      online: z.boolean(),
      /** Where the session is kept. */
      keeping: z.enum(['none', 'stored', 'memory-only']),
    }),
    needsSession: false,
    async run(cli) {
      const signedIn = cli.state.session.kind === 'signed-in'
      // Without a connection, the status is what was known before.
      if (signedIn) await cli.run('account.refresh', {}).catch(() => undefined)
      const { session, account, connection, sessionStorage, lastEmail, server } = cli.state
      const stillSignedIn = session.kind === 'signed-in'
      return {
        signedIn: stillSignedIn,
        server,
        serverIsManaged: Boolean(cli.managed?.values.server),
        email: stillSignedIn ? (account?.email ?? lastEmail) : null,
        name: stillSignedIn ? (account?.displayName ?? null) : null,
        online: connection.online,
        keeping: sessionStorage.kind,
      }
    },
    print({ signedIn, server, serverIsManaged, email, name, online }) {
      const who = `${name ?? email} <${email}>`
      return [
        signedIn ? text(online ? 'cli.who' : 'cli.whoOffline', { who, server }) : text('cli.nobodyAt', { server }),
        ...(serverIsManaged ? [text('cli.serverSetBy')] : []),
      ]
    },
  }),

  'sign-in': defineCommand({
    description: 'cli.signIn',
    example: 'sign-in liis@example.com',
    arguments: ['<email>'],
    result: z.strictObject({ email: z.string(), server: z.string(), keeping: z.enum(['stored', 'memory-only']) }),
    needsSession: false,
    async run(cli, [email], options) {
      // Finds out whether the session has ended: a sign-in of the same account replaces it then.
      if (cli.state.session.kind === 'signed-in') await cli.run('account.refresh', {}).catch(() => undefined)
      const password = await promptPassword(text('cli.passwordOf', { address: email }))
      await cli.run('session.signIn', { server: options.server ?? cli.state.server, email, password })
      await requireStoredSession(cli)
      return { email: cli.account().email, server: cli.state.server, keeping: 'stored' as const }
    },
    print: ({ email, server }) => [text('cli.signedIn', { email, server })],
  }),

  'sign-out': defineCommand({
    description: 'cli.signOut',
    example: 'sign-out',
    options: { '--keep-mail-passwords': { description: 'cli.keepMailPasswords' } },
    /** What could not be told to the server. */
    result: z.strictObject({ notice: z.string().optional() }),
    needsSession: 'if-readable',
    async run(cli, _args, { keepMailPasswords = false, server }) {
      const isAnythingLeft = cli.hasSession(server) || (!keepMailPasswords && cli.hasMailPasswords(server))
      if (!isAnythingLeft) throw new Failure('signed-out', text('cli.nobodySignedIn'))
      const left = await cli.run('session.signOut', { forgetMailPasswords: !keepMailPasswords, server })
      const notice = cli.state.session.kind === 'signed-out' ? cli.state.session.notice : null
      if (left) throw new Failure(left, notice ?? text('session.signedOutHere'))
      return notice === null ? {} : { notice }
    },
    print: ({ notice }) => [notice ?? text('cli.signedOut')],
  }),
} satisfies CliCommands
