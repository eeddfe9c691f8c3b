import { afterEach, expect, test } from 'vitest'
import { sendThroughMailServer } from '../../main/mail/check'
import { type PreparedEmail, writeTestEmail } from '../../main/mail/test-email'
import { mailCertificates } from './certificates'
import { mailUser, type RunningServer, startMailServer } from './mail-servers'
import { type Script, startScriptedServer } from './scripted-server'

const running: RunningServer[] = []

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})

const options = { from: 'liis@meadow.example', to: 'liis.tamm@meadow.example', name: 'Liis Tamm', host: 'mail.example' }

/** Sends through a server on a port. @returns the server's reply */
async function send(port: number, email: PreparedEmail, signal = new AbortController().signal, from = options.from) {
  const { good } = await mailCertificates()
  return sendThroughMailServer({ host: 'localhost', port, encryption: 'tls', address: from, ...mailUser }, email, {
    onStep: () => undefined,
    signal,
    ca: good.cert,
  })
}

/** Sends through a real server. @returns what it received */
async function receive(email: PreparedEmail, from = options.from) {
  const { good } = await mailCertificates()
  const received: { from: string; to: string[]; message: string }[] = []
  const server = await startMailServer(good, {
    secure: true,
    onData: (stream, { envelope }, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk) => chunks.push(chunk))
      stream.on('end', () => {
        const sender = envelope.mailFrom ? envelope.mailFrom.address : ''
        const to = envelope.rcptTo.map(({ address }) => address)
        received.push({ from: sender, to, message: Buffer.concat(chunks).toString() })
        callback(null, 'queued as 12345')
      })
    },
  })
  running.push(server)
  const reply = await send(server.port, email, undefined, from)
  return { reply, received }
}

/** @returns the headers of a message by their names, unfolded */
function headersOf(message: string): Record<string, string> {
  const [head = ''] = message.split('\r\n\r\n')
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  return Object.fromEntries(lines.map((line) => [line.split(':')[0], line.slice(line.indexOf(':') + 2)]))
}

test('a test email arrives at the account’s own address, with the headers that an email needs', async () => {
  const before = Date.now()
  const { reply, received } = await receive(await writeTestEmail(options))
  expect(reply).toBe('250 queued as 12345')
  expect(received).toMatchObject([{ from: options.from, to: [options.to] }])
  const message = received[0]?.message ?? ''
  const headers = headersOf(message)
  expect(headers).toEqual({
    From: 'Liis Tamm <liis@meadow.example>',
    To: 'Liis Tamm <liis.tamm@meadow.example>',
    Subject: 'Test email from Fleep Settings',
    Date: expect.any(String),
    'Message-ID': expect.stringMatching(/^<[^<>@\s]+@meadow\.example>$/),
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Transfer-Encoding': expect.any(String),
    'Auto-Submitted': 'auto-generated',
  })
  expect(Date.parse(headers.Date ?? '')).toBeGreaterThanOrEqual(before - 1000)
  expect(message).toContain('through mail.example')
})

test('a name in any letters is encoded, and adds no header and no recipient', async () => {
  const names = ['Õie Müür', '谷村', 'Eve\r\nBcc: all@meadow.example', '"Eve" <eve@other.example>,']
  for (const name of names) {
    const { received } = await receive(await writeTestEmail({ ...options, name }))
    expect(received).toMatchObject([{ to: [options.to] }])
    const message = received[0]?.message ?? ''
    expect(message).toMatch(/^[\r\n -~]*$/)
    expect(Object.keys(headersOf(message))).not.toContain('Bcc')
    expect(headersOf(message).To).toMatch(/<liis\.tamm@meadow\.example>$/)
  }
})

test('lines that begin with a dot arrive as they are', async () => {
  const message = Buffer.from('Subject: dots\r\n\r\n.\r\n..two\r\nend\r\n')
  const { received } = await receive({ recipient: options.to, message })
  expect(received[0]?.message).toBe('Subject: dots\r\n\r\n.\r\n..two\r\nend\r\n')
})

test.each([
  ['RCPT', { RCPT: '550 5.1.1 no such user' }, 'refused to send to liis.tamm@meadow.example', '550 5.1.1 no such user'],
  ['RCPT for now', { RCPT: '450 4.2.0 greylisted' }, 'Try again later', '450 4.2.0 greylisted'],
  [
    'RCPT for its limit',
    { RCPT: '550 5.4.5 Daily sending quota exceeded' },
    'a limit is reached. Try again later.',
    '550 5.4.5 Daily sending quota exceeded',
  ],
  [
    'RCPT without another sign-in',
    { RCPT: '530 5.7.0 Authentication required' },
    'accepted the sign-in, but now asks for one again',
    '530 5.7.0 Authentication required',
  ],
  ['RCPT for its size', { RCPT: '552 5.2.2 mailbox full' }, 'the mailbox is full', '552 5.2.2 mailbox full'],
  [
    'the email for its limit',
    { '.': '554 5.2.0 Submission quota exceeded' },
    'a limit is reached. Try again later.',
    '554 5.2.0 Submission quota exceeded',
  ],
  ['an email that is too large', { '.': '552 5.3.4 too big' }, 'refused the email', '552 5.3.4 too big'],
  ['DATA', { DATA: '554 5.5.1 no' }, 'refused the email', '554 5.5.1 no'],
  ['the email', { '.': '550 5.7.60 not as this sender' }, 'refused the email', '550 5.7.60 not as this sender'],
  ['the email for now', { '.': '451 4.7.1 later' }, 'Try again later', '451 4.7.1 later'],
] satisfies [string, Script, string, string][])(
  'a server that refuses %s is quoted',
  async (_name, script, message, serverReply) => {
    const { good } = await mailCertificates()
    const server = await startScriptedServer({ encryption: 'tls', certificate: good, script })
    running.push(server)
    const sent = send(server.port, await writeTestEmail(options))
    await expect(sent).rejects.toMatchObject({ step: 'send', field: null, serverReply })
    await expect(sent).rejects.toThrow(message)
  },
)

test('an email whose arrival is not confirmed may have been sent, and the error says so', async () => {
  const { good } = await mailCertificates()
  const script: Script = { '.': { after: 'close' } }
  const server = await startScriptedServer({ encryption: 'tls', certificate: good, script })
  running.push(server)
  await expect(send(server.port, await writeTestEmail(options))).rejects.toThrow('It may have been sent')
})

test('an email can be stopped, also while the server takes it', async () => {
  const { good } = await mailCertificates()
  const script: Script = { '.': { after: 'nothing' } }
  const server = await startScriptedServer({ encryption: 'tls', certificate: good, script })
  running.push(server)
  const controller = new AbortController()
  const sent = send(server.port, await writeTestEmail(options), controller.signal)
  const outcome = expect(sent).rejects.toThrow('stopped')
  await expect.poll(() => server.received.at(-1)).toBe('.')
  controller.abort(new Error('stopped'))
  await outcome
  await expect.poll(() => server.closed()).toBe(1)
})

test.each(['liis@meadow.example>\r\nRCPT TO:<all@meadow.example', 'liis @meadow.example', '<>', 'liis'])(
  'nothing is sent to %j, which is no address',
  async (recipient) => {
    const { good } = await mailCertificates()
    const server = await startScriptedServer({ encryption: 'tls', certificate: good })
    running.push(server)
    const message = Buffer.from('Subject: none\r\n\r\nnone\r\n')
    await expect(send(server.port, { recipient, message })).rejects.toMatchObject({ step: 'send' })
    expect(server.received.filter((line) => /^(RCPT|DATA)/.test(line))).toEqual([])
    await expect(send(server.port, { recipient: options.to, message }, undefined, recipient)).rejects.toMatchObject({
      step: 'send-as',
      field: 'address',
    })
    expect(server.received.filter((line) => /^(MAIL FROM:<liis>|RCPT|DATA)/.test(line))).toEqual([])
  },
)

test('an email to an address with letters beyond ASCII is begun so that the server takes it', async () => {
  const { good } = await mailCertificates()
  const script: Script = { EHLO: '250-mail.test\r\n250-SMTPUTF8\r\n250 AUTH PLAIN' }
  const server = await startScriptedServer({ encryption: 'tls', certificate: good, script })
  running.push(server)
  for (const to of ['õie@meadow.example', options.to]) await send(server.port, await writeTestEmail({ ...options, to }))
  const begun = server.received.filter((line) => /^(MAIL|RCPT)/.test(line))
  expect(begun).toEqual([
    'MAIL FROM:<liis@meadow.example> SMTPUTF8',
    'RCPT TO:<õie@meadow.example>',
    'MAIL FROM:<liis@meadow.example>',
    `RCPT TO:<${options.to}>`,
  ])
})
