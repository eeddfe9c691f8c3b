import { createHmac } from 'node:crypto'
import type { CheckFailure } from './check-failure'
import { isMethodRefused, noSignIn, signInRefused } from './reply-failure'
import { isAccepted, type SmtpReply } from './smtp-conversation'
import type { SmtpExtensions } from './smtp-extensions'
import type { SmtpLogin } from './smtp-login'

/** Sends a line and waits for the reply. */
export type Ask = (line: string) => Promise<SmtpReply>

const base64 = (text: string) => Buffer.from(text).toString('base64')
/** Whether the server waits for more of the credentials. */
const isContinued = ({ code }: SmtpReply) => code === 334

/** The ways of signing in with a password, in the order in which they are tried. Sources: RFC 4954, 4616 and 2195. */
const methods: [name: string, signIn: (ask: Ask, login: SmtpLogin) => Promise<SmtpReply>][] = [
  ['PLAIN', signInPlainly],
  ['LOGIN', signInWithPrompts],
  ['CRAM-MD5', signInWithDigest],
]

/** Signs in. Without a way that the server offers, nothing is sent. @throws CheckFailure; NoReply */
export async function signIn(ask: Ask, login: SmtpLogin, extensions: SmtpExtensions): Promise<void> {
  const usable = methods.filter(([name]) => extensions.auth.includes(name))
  if (usable.length === 0) throw noSignIn(login, extensions.auth, extensions.has('STARTTLS'))
  let refusal: CheckFailure | undefined
  for (const [name, tryMethod] of usable) {
    const reply = await exchange(ask, login, tryMethod).catch((reason) => {
      // The server closed the connection after it had refused the way before: that is what it said.
      throw refusal ?? reason
    })
    if (isAccepted(reply)) return
    refusal = signInRefused(login, reply, name)
    if (!isMethodRefused(reply)) break
  }
  throw refusal
}

/** An exchange that the server wants to continue is cancelled. Source: RFC 4954, 4. @returns the reply that ends it */
async function exchange(ask: Ask, login: SmtpLogin, method: (typeof methods)[number][1]): Promise<SmtpReply> {
  const reply = await method(ask, login)
  return isContinued(reply) ? ask('*') : reply
}

async function signInPlainly(ask: Ask, { username, password }: SmtpLogin): Promise<SmtpReply> {
  const credentials = base64(`\0${username}\0${password}`)
  const reply = await ask(`AUTH PLAIN ${credentials}`)
  // Some servers do not read what comes with the command.
  return isContinued(reply) ? ask(credentials) : reply
}

async function signInWithPrompts(ask: Ask, { username, password }: SmtpLogin): Promise<SmtpReply> {
  const first = await ask('AUTH LOGIN')
  if (!isContinued(first)) return first
  const second = await ask(base64(username))
  return isContinued(second) ? ask(base64(password)) : second
}

async function signInWithDigest(ask: Ask, { username, password }: SmtpLogin): Promise<SmtpReply> {
  const reply = await ask('AUTH CRAM-MD5')
  if (!isContinued(reply)) return reply
  const challenge = Buffer.from(reply.lines[0] ?? '', 'base64')
  return ask(base64(`${username} ${createHmac('md5', password).update(challenge).digest('hex')}`))
}
