import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Certificate } from '../fleep-server/server'

export const mailUser = { username: 'liis', password: 'mailbox-secret' }

/** A server on loopback. */
export interface RunningServer {
  port: number
  stop(): Promise<void>
}

/** Starts a real mail server. With `secure` it uses TLS from the start. Otherwise it offers STARTTLS. */
export async function startMailServer(
  certificate: Certificate,
  options: SMTPServerOptions = {},
  users = [mailUser],
): Promise<RunningServer> {
  const server = new SMTPServer({
    ...certificate,
    logger: false,
    onAuth: ({ username, password }, _session, callback) => {
      const isKnown = users.some((user) => user.username === username && user.password === password)
      if (isKnown) callback(null, { user: username })
      else callback(new Error('Not with this password'))
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** Starts a TCP server. The test decides what it does with each connection. */
export async function startTcpServer(onConnection: (socket: Socket) => void): Promise<RunningServer> {
  const open = new Set<Socket>()
  const server: Server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      for (const socket of open) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/**
 * Starts a server that accepts no connection, as if a firewall dropped the packets: a stopped process with a full queue
 * of pending connections. Linux drops all further connection attempts, and repeats them after a second.
 */
export async function startUnresponsiveServer(): Promise<RunningServer & { accept(): void }> {
  // Once it accepts, it is a web server, and no mail server with TLS.
  const script = `const server = require('net').createServer((socket) => socket.on('error', () => undefined).on('data', (data) => {
    socket.end(String(data).startsWith('GET') ? 'HTTP/1.1 204 No Content\\r\\n\\r\\n' : '220 slow.example ESMTP\\r\\n')
  })).listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    console.log(server.address().port)
  })`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  const port = Number(String(line))
  child.kill('SIGSTOP')
  const pending = Array.from({ length: 8 }, () => connect({ port, host: '127.0.0.1' }).on('error', () => undefined))
  await once(pending[0] as Socket, 'connect')
  return {
    port,
    /** Accepts connections from now on: one that has been tried already, about a second after its first attempt. */
    accept: () => {
      for (const socket of pending) socket.destroy()
      child.kill('SIGCONT')
    },
    stop: async () => {
      for (const socket of pending) socket.destroy()
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** A server that records the passwords that it receives. */
export interface RecordingServer extends RunningServer {
  /** What it received, in order. */
  received: { username: string; password: string }[]
}

/** Starts a mail server without encryption that accepts every password. */
export async function startRecordingServer(): Promise<RecordingServer> {
  const received: RecordingServer['received'] = []
  const server = await startMailServer(
    { key: '', cert: '' },
    {
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, callback) => {
        received.push({ username: username ?? '', password: password ?? '' })
        callback(null, { user: username ?? '' })
      },
    },
  )
  return { ...server, received }
}
