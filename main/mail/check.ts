import { text } from '../core/text'
import { CheckFailure, quote } from './check-failure'
import { MailConnection, type MailConnectionOptions } from './mail-connection'
import { noReplyFailure, noStartTls, notMailServer, startTlsRefused, turnedAway } from './reply-failure'
import { needsUtf8, sendAs } from './send-as'
import { sendEmail } from './send-email'
import { sentInDoubt } from './sending-refusal'
import { type Ask, signIn } from './sign-in'
import { isAccepted, NoReply, type SmtpReply } from './smtp-conversation'
import { noExtensions, parseExtensions, type SmtpExtensions } from './smtp-extensions'
import { type SmtpLogin, toNetworkHost } from './smtp-login'
import type { PreparedEmail } from './test-email'

/**
 * Connects to a mail server, signs in and asks whether it sends as the address, without sending an email. Only the given port is
 * tried, an unencrypted connection only if the user chose one, and the password is sent only after the certificate was
 * verified.
 *
 * @throws CheckFailure with the step that failed and why; the signal's reason when aborted
 */
export async function checkMailServer(login: SmtpLogin, options: MailConnectionOptions): Promise<void> {
  await withConnection(login, options, async ({ ask, server }) => {
    const extensions = await signInAt(server, ask)
    await beginToSend(server, ask, extensions)
    // The server forgets the email that was begun. Whether it answers does not matter any more.
    await server.connection.ask('RSET', 'leave').catch((reason) => {
      if (!(reason instanceof NoReply)) throw reason
    })
  })
}

/**
 * Sends an email from the login's address, after the same steps as {@link checkMailServer}.
 *
 * @returns the server's reply, as one line
 * @throws CheckFailure as checkMailServer does
 */
export function sendThroughMailServer(
  login: SmtpLogin,
  email: PreparedEmail,
  options: MailConnectionOptions,
): Promise<string> {
  return withConnection(login, options, async ({ ask, server }) => {
    const extensions = await signInAt(server, ask)
    const { message, recipient } = email
    await beginToSend(server, ask, extensions, { size: message.length, isToUtf8: needsUtf8(recipient) })
    server.connection.begin('send')
    const onSending = () => options.onSending?.(sentInDoubt(server.login))
    return quote(await sendEmail(ask, server.login, email, extensions, onSending), server.login)
  })
}

interface Server {
  login: SmtpLogin
  connection: MailConnection
  /** Whether it speaks SMTP. */
  hasGreeted: boolean
}

async function withConnection<Result>(
  entered: SmtpLogin,
  options: MailConnectionOptions,
  converse: (parts: { server: Server; ask: Ask }) => Promise<Result>,
): Promise<Result> {
  const host = toNetworkHost(entered.host)
  if (!host) throw new CheckFailure('dns', 'host', text('check.notServerName'))
  const login = { ...entered, host }
  const connection = new MailConnection(login, options)
  const server: Server = { login, connection, hasGreeted: false }
  try {
    await connection.open()
    const result = await converse({ server, ask: (line) => connection.ask(line) })
    connection.quit()
    return result
  } catch (reason) {
    if (options.signal.aborted) throw options.signal.reason
    throw reason instanceof NoReply ? noReplyFailure(connection.step, login, reason, server.hasGreeted) : reason
  } finally {
    connection.close()
  }
}

/** @returns what the server offers after the sign-in */
async function signInAt(server: Server, ask: Ask): Promise<SmtpExtensions> {
  const { connection, login } = server
  connection.begin('greeting')
  await readGreeting(server)
  let extensions = await sayHello(server)
  if (login.encryption === 'starttls') {
    connection.begin('encryption')
    await startTls(server, extensions)
  }
  connection.begin('sign-in')
  // What was offered before the encryption may be forged.
  if (login.encryption === 'starttls') extensions = await sayHello(server)
  await signIn(ask, login, extensions)
  return extensions
}

async function beginToSend(
  { connection, login }: Server,
  ask: Ask,
  extensions: SmtpExtensions,
  email?: { size: number; isToUtf8: boolean },
): Promise<void> {
  connection.begin('send-as')
  await sendAs(ask, login, extensions, email)
}

async function readGreeting(server: Server): Promise<void> {
  const greeting = await server.connection.readGreeting()
  // Servers of news greet with 200.
  if (greeting.code < 400 && greeting.code !== 220) throw notMailServer('greeting', server.login, greeting)
  if (greeting.code !== 220) throw turnedAway('greeting', server.login, greeting)
  server.hasGreeted = true
}

/** @returns what the server offers. With HELO, this is nothing. Source: RFC 5321, 3.2 */
async function sayHello({ connection, login }: Server): Promise<SmtpExtensions> {
  const reply = await connection.ask(`EHLO ${connection.helloName}`, 'hello')
  if (isAccepted(reply)) return parseExtensions(reply)
  if (!isUnknownCommand(reply)) throw turnedAway(connection.step, login, reply)
  const other = await connection.ask(`HELO ${connection.helloName}`, 'hello')
  if (isAccepted(other)) return noExtensions
  const toFailure = isUnknownCommand(other) ? notMailServer : turnedAway
  throw toFailure(connection.step, login, other)
}

async function startTls({ connection, login }: Server, extensions: SmtpExtensions): Promise<void> {
  if (!extensions.has('STARTTLS')) throw noStartTls(login)
  const reply = await connection.ask('STARTTLS', 'hello')
  if (!isAccepted(reply)) throw startTlsRefused(login, reply)
  await connection.encrypt()
}

/** Codes for a command that the server does not know, and of file servers that want a user first. */
const isUnknownCommand = ({ code }: SmtpReply) => code === 500 || code === 502 || code === 530
