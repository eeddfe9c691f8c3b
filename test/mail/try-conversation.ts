import type { CheckStep } from '../../contract'
import { stepsOf } from '../../contract/check-steps'
import { checkMailServer } from '../../main/mail/check'
import { CheckFailure } from '../../main/mail/check-failure'
import type { ConnectionLimits } from '../../main/mail/mail-connection'
import { mailCertificates } from './certificates'
import { mailUser } from './mail-servers'
import { type ScriptedOptions, startScriptedServer } from './scripted-server'
import type { Conversation } from './smtp-conversations'

/** The password in every form in which a server receives it. */
const sent = [
  Buffer.from(`\0${mailUser.username}\0${mailUser.password}`).toString('base64'),
  Buffer.from(mailUser.password).toString('base64'),
]

/** Checks a scripted server. @throws Error that says what differs from what the conversation expects */
export async function tryConversation(
  { encryption = 'none', script, address = 'liis@meadow.example', fails, isPasswordSent }: Conversation,
  limits: ConnectionLimits,
  send?: ScriptedOptions['send'],
): Promise<void> {
  const { good } = await mailCertificates()
  const server = await startScriptedServer({ encryption, script, certificate: good, ...(send && { send }) })
  const steps: CheckStep[] = []
  try {
    const result = await checkMailServer(
      { host: 'localhost', port: server.port, encryption, address, ...mailUser },
      {
        onStep: (step) => steps.push(step),
        signal: new AbortController().signal,
        ca: good.cert,
        limits,
      },
    ).catch((reason: unknown) => reason)
    if (result !== undefined && !(result instanceof CheckFailure)) throw result
    const all = stepsOf(encryption)
    same('the steps', steps.join(), (fails ? all.slice(0, all.indexOf(fails.step) + 1) : all).join())
    same('it fails', result && outcomeOf(result), fails && { ...outcomeOf(fails), message: result?.message })
    if (fails && result && !fails.message.test(result.message)) throw new Error(`it says: ${result.message}`)
    const isSent = server.received.some((line) => sent.some((form) => line.includes(form)))
    const maySend = isPasswordSent ?? (!fails || fails.step === 'sign-in' || fails.step === 'send-as')
    if (isSent && !maySend) throw new Error('the password was sent')
    if (JSON.stringify(result ?? '').includes(mailUser.password)) throw new Error('the failure has the password')
    await until(() => server.closed() > 0, 10_000)
    const email = server.received.find((line) => /^(RCPT|DATA)/i.test(line))
    if (email) throw new Error(`an email was begun: ${email}`)
    const end = server.received.slice(-3).map((line) => line.split(':')[0])
    if (!fails && script.RSET === undefined) same('the last commands', end.join(), 'MAIL FROM,RSET,QUIT')
  } finally {
    await server.stop()
  }
}

function outcomeOf(failure: CheckFailure | NonNullable<Conversation['fails']>) {
  const said = failure instanceof CheckFailure ? failure.serverReply : failure.said
  const { step, field, message } = failure
  return { step, field, said, message: String(message) }
}

function same(what: string, actual: unknown, expected: unknown): void {
  const isQuoteOfStart = (one: unknown, start: unknown) => typeof one === 'string' && one.startsWith(String(start))
  const [a, b] = [actual, expected] as { said?: unknown }[]
  if (a && b && typeof a === 'object' && isQuoteOfStart(a.said, b.said)) b.said = a.said
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`)
  }
}

/** @param limit in milliseconds, longer than any reply takes to be sent byte by byte. @throws if it is not so by then */
async function until(isSo: () => boolean, limit: number): Promise<void> {
  const end = performance.now() + limit
  while (!isSo()) {
    if (performance.now() > end) throw new Error('the connection stays open')
    await new Promise(setImmediate)
  }
}
