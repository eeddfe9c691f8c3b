import { createHmac } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Certificate } from '../fleep-server/server'
import { mailUser, type RunningServer } from './mail-servers'

/**
 * What a server says to a command in place of the usual reply: text without the end of its last line, then what it does. With
 * a list, the first time the first one, and so on; the last one stays.
 */
type Say = string | { say?: string; after: 'close' | 'close without line end' | 'nothing' | 'drip' } | Say[]

export interface Script {
  greeting?: Say
  EHLO?: Say
  HELO?: Say
  STARTTLS?: Say
  'AUTH PLAIN'?: Say
  'AUTH LOGIN'?: Say
  'AUTH CRAM-MD5'?: Say
  /** What it says to the user name, the password, or another line of an exchange. */
  credentials?: Say
  MAIL?: Say
  RCPT?: Say
  DATA?: Say
  /** What it says to the end of an email. */
  '.'?: Say
  RSET?: Say
}

export interface ScriptedOptions {
  script?: Script
  encryption?: 'none' | 'tls' | 'starttls'
  certificate: Certificate & { minVersion?: 'TLSv1'; maxVersion?: 'TLSv1'; ciphers?: string }
  /** Sends the bytes in its own way, such as slowly. Resolves with the last of them. */
  send?: (socket: Socket, data: Buffer) => Promise<void>
}

export interface ScriptedServer extends RunningServer {
  /** Every line that it received, also those of emails. */
  received: string[]
  /** How many connections have ended. */
  closed(): number
}

const offers = ['SIZE 10000000', '8BITMIME', 'AUTH PLAIN LOGIN']
const plainCredentials = Buffer.from(`\0${mailUser.username}\0${mailUser.password}`).toString('base64')
const challenge = '<1.2@mail.test>'
/** A name in ASCII, or an address in brackets. Source: RFC 5321, 4.1.2 and 4.1.3. */
const helloName = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9.]{7,15}\]|\[IPv6:[0-9A-Fa-f:.]+\])$/

/**
 * Starts a mail server on loopback that follows RFC 5321 to the letter, apart from what the script says. It refuses what
 * a strict server refuses: a command out of order, a parameter that it did not offer, a name that is none.
 */
export async function startScriptedServer(options: ScriptedOptions): Promise<ScriptedServer> {
  const open = new Set<Socket>()
  const received: string[] = []
  let closed = 0
  const server: Server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => {
      closed += 1
      open.delete(socket)
    })
    socket.on('error', () => undefined)
    new Session(socket, options, received).start()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    received,
    closed: () => closed,
    stop: () => {
      for (const socket of open) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

class Session {
  private isEncrypted = false
  private offered: string[] = []
  private hasSignedIn = false
  private hasSender = false
  private recipients = 0
  private isData = false
  private exchange: 'PLAIN' | 'LOGIN' | 'LOGIN password' | 'CRAM-MD5' | null = null
  private readonly counts = new Map<string, number>()
  private buffer = ''
  private sending = Promise.resolve()

  constructor(
    private socket: Socket,
    private readonly options: ScriptedOptions,
    private readonly received: string[],
  ) {}

  start(): void {
    const greet = () => this.reply('greeting', '220 mail.test ESMTP')
    if (this.options.encryption === 'tls') {
      this.encrypt(greet)
      return
    }
    this.listen()
    greet()
  }

  private listen(): void {
    this.socket.on('data', (data) => {
      this.buffer += data.toString()
      const lines = this.buffer.split('\r\n')
      this.buffer = lines.pop() ?? ''
      for (const line of lines) {
        this.received.push(line)
        this.take(line)
      }
    })
  }

  private encrypt(done: () => void = () => undefined): void {
    this.socket.removeAllListeners('data')
    // Unlike a bare TLSSocket, a server sends the alert of a handshake that fails.
    const server = createTlsServer(this.options.certificate, (secure) => {
      secure.on('error', () => undefined)
      this.socket = secure
      this.isEncrypted = true
      this.buffer = ''
      this.offered = []
      this.listen()
      done()
    })
    server.emit('connection', this.socket)
  }

  private take(line: string): void {
    if (this.isData) {
      this.takeData(line)
      return
    }
    if (this.exchange) {
      this.continueExchange(line)
      return
    }
    const [verb = ''] = line.toUpperCase().split(' ')
    const rest = line.slice(verb.length + 1)
    if (verb === 'EHLO' || verb === 'HELO') this.hello(verb, rest)
    else if (verb === 'STARTTLS') this.startTls()
    else if (verb === 'AUTH') this.auth(rest)
    else if (verb === 'MAIL') this.mail(rest)
    else if (verb === 'RCPT') this.rcpt(rest)
    else if (verb === 'DATA') this.data()
    else if (verb === 'RSET') this.reply('RSET', '250 2.0.0 reset', () => this.reset())
    else if (verb === 'QUIT') this.send('221 2.0.0 bye\r\n', () => this.socket.end())
    else this.send('500 5.5.1 unknown\r\n')
  }

  private hello(verb: 'EHLO' | 'HELO', name: string): void {
    if (!helloName.test(name)) {
      this.send('501 5.5.4 this is no name\r\n')
      return
    }
    const withTls = this.options.encryption === 'starttls' && !this.isEncrypted ? ['STARTTLS'] : []
    const own = verb === 'EHLO' ? [...offers, ...withTls] : []
    const usual = ['mail.test', ...own].map((text, index) => `250${index === own.length ? ' ' : '-'}${text}`)
    this.reply(verb, usual.join('\r\n'), (said) => {
      this.offered = said.split(/\r?\n/).map((line) => line.slice(4).toUpperCase())
    })
  }

  private startTls(): void {
    if (!this.offered.includes('STARTTLS')) {
      this.send('502 5.5.1 not offered\r\n')
      return
    }
    this.reply('STARTTLS', '220 2.0.0 go ahead', (said) => said.startsWith('220') && this.encrypt())
  }

  private auth(rest: string): void {
    const [method = '', initial] = rest.split(' ')
    const isOffered = this.offered.some((line) => /^AUTH[ =]/.test(line) && line.split(/[ =,]+/).includes(method))
    if (!isOffered) {
      this.send('504 5.5.4 not offered\r\n')
      return
    }
    if (method === 'PLAIN') {
      const usual = initial === plainCredentials ? '235 2.7.0 welcome' : '535 5.7.8 not with this password'
      this.reply('AUTH PLAIN', usual, (said) => this.afterAuth(said, 'PLAIN'))
    } else if (method === 'LOGIN') this.reply('AUTH LOGIN', '334 VXNlcm5hbWU6', (said) => this.afterAuth(said, 'LOGIN'))
    else if (method === 'CRAM-MD5') {
      this.reply('AUTH CRAM-MD5', `334 ${Buffer.from(challenge).toString('base64')}`, (said) =>
        this.afterAuth(said, 'CRAM-MD5'),
      )
    } else this.send('504 5.5.4 unknown\r\n')
  }

  private afterAuth(said: string, exchange: Session['exchange']): void {
    this.exchange = said.startsWith('334') ? exchange : null
    this.hasSignedIn = said.startsWith('235')
  }

  private continueExchange(line: string): void {
    const { exchange } = this
    if (line === '*') {
      this.exchange = null
      this.send('501 5.7.0 cancelled\r\n')
      return
    }
    const decoded = Buffer.from(line, 'base64').toString()
    const refusal = '535 5.7.8 not with this password'
    if (exchange === 'LOGIN') {
      const usual = decoded === mailUser.username ? '334 UGFzc3dvcmQ6' : refusal
      this.reply('credentials', usual, (said) => this.afterAuth(said, 'LOGIN password'))
      return
    }
    const digest = createHmac('md5', mailUser.password).update(challenge).digest('hex')
    const isRight = {
      PLAIN: line === plainCredentials,
      'LOGIN password': decoded === mailUser.password,
      'CRAM-MD5': decoded === `${mailUser.username} ${digest}`,
    }
    const usual = exchange && isRight[exchange] ? '235 2.7.0 welcome' : refusal
    this.reply('credentials', usual, (said) => this.afterAuth(said, exchange))
  }

  private mail(rest: string): void {
    if (!this.hasSignedIn) {
      this.send('530 5.7.0 sign in first\r\n')
      return
    }
    if (this.hasSender) {
      this.send('503 5.5.1 one at a time\r\n')
      return
    }
    const [, address = '', parameters = ''] = /^FROM:<([^<>\s]+)>((?: \S+)*)$/i.exec(rest) ?? []
    if (!address) {
      this.send('501 5.5.4 no address\r\n')
      return
    }
    const names = parameters.toUpperCase().split(' ').filter(Boolean)
    const isUnknown = names.some((name) => !this.offered.some((line) => line.split(' ')[0] === name.split('=')[0]))
    if (isUnknown) {
      this.send('555 5.5.4 not offered\r\n')
      return
    }
    if (/[^ -~]/.test(address) && !names.includes('SMTPUTF8')) {
      this.send('553 5.6.7 not in ASCII\r\n')
      return
    }
    this.reply('MAIL', '250 2.1.0 ok', (said) => {
      this.hasSender = said.startsWith('250')
    })
  }

  private rcpt(rest: string): void {
    if (!this.hasSender) {
      this.send('503 5.5.1 no sender\r\n')
      return
    }
    if (!/^TO:<[^<>\s]+>$/i.test(rest)) {
      this.send('501 5.5.4 no address\r\n')
      return
    }
    this.reply('RCPT', '250 2.1.5 ok', (said) => {
      if (said.startsWith('250')) this.recipients += 1
    })
  }

  private data(): void {
    if (this.recipients === 0) {
      this.send('503 5.5.1 no recipient\r\n')
      return
    }
    this.reply('DATA', '354 go ahead', (said) => {
      this.isData = said.startsWith('354')
    })
  }

  private takeData(line: string): void {
    if (line !== '.') return
    this.isData = false
    this.reply('.', '250 2.0.0 queued as 12345', () => this.reset())
  }

  private reset(): void {
    this.hasSender = false
    this.recipients = 0
  }

  /** Says what the script has for it, or the usual reply. @param done called with what was said in full */
  private reply(key: keyof Script, usual: string, done: (said: string) => void = () => undefined): void {
    const count = this.counts.get(key) ?? 0
    this.counts.set(key, count + 1)
    let say: Say = this.options.script?.[key] ?? usual
    if (Array.isArray(say)) say = say[Math.min(count, say.length - 1)] ?? usual
    if (typeof say === 'string') {
      this.send(`${say}\r\n`, () => done(say as string))
      return
    }
    if (Array.isArray(say)) throw new Error('a list in a list')
    const { say: words, after } = say
    const end = after === 'close without line end' ? '' : '\r\n'
    this.send(words === undefined ? '' : `${words}${end}`, () => {
      if (after.startsWith('close')) this.socket.end()
      else if (after === 'drip') this.drip()
    })
  }

  /** Another line of the reply now and then, for ever. */
  private drip(): void {
    const { socket } = this
    const timer = setInterval(() => socket.write('250-and another\r\n'), 20)
    socket.once('close', () => clearInterval(timer))
  }

  private send(text: string, done: () => void = () => undefined): void {
    const { socket } = this
    const write = this.options.send ?? (async (to: Socket, data: Buffer) => void to.write(data))
    this.sending = this.sending.then(async () => {
      if (text && socket.writable) await write(socket, Buffer.from(text))
      done()
    })
  }
}
