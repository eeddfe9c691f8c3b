import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Certificate } from '../fleep-server/server'

export const mailUser = { username: 'liis', password: 'mailbox-secret' }

/** A mail server on loopback that can be stopped. */
export interface RunningServer {
  port: number
  stop(): Promise<void>
}

/** A real mail server. With `secure` it speaks TLS at once, else it offers STARTTLS. */
export async function startMailServer(
  certificate: Certificate,
  options: SMTPServerOptions = {},
  users = [mailUser],
): Promise<RunningServer> {
  const server = new SMTPServer({
    ...certificate,
    logger: false,
    onAuth: ({ username, password }, _session, answer) => {
      const isRight = users.some((user) => user.username === username && user.password === password)
      if (isRight) answer(null, { user: username })
      else answer(new Error('Not with this password'))
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** Something else that answers on a port: what it does with each connection is up to the test. */
export async function startOddServer(answer: (socket: Socket) => void): Promise<RunningServer> {
  const open = new Set<Socket>()
  const server: Server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    answer(socket)
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
 * Takes no connection at all, as behind a firewall that drops what it does not like: a stopped process whose queue of
 * waiting connections is full. Linux drops what comes after that.
 */
export async function startDeafServer(): Promise<RunningServer> {
  const script = `const server = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    console.log(server.address().port)
  })`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  const port = Number(String(line))
  child.kill('SIGSTOP')
  const waiting = Array.from({ length: 8 }, () => connect({ port, host: '127.0.0.1' }).on('error', () => undefined))
  await once(waiting[0] as Socket, 'connect')
  return {
    port,
    stop: async () => {
      for (const socket of waiting) socket.destroy()
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
