import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Certificate } from './certificates'

export const mailUser = { username: 'liis', password: 'mailbox-secret' }

/** A mail server on loopback that can be stopped. */
export interface RunningServer {
  port: number
  stop(): Promise<void>
}

/** A real mail server with one account. With `secure` it speaks TLS at once, else it offers STARTTLS. */
export async function startMailServer(
  certificate: Certificate,
  options: SMTPServerOptions = {},
): Promise<RunningServer> {
  const server = new SMTPServer({
    ...certificate,
    ...options,
    logger: false,
    onAuth: ({ username, password }, _session, answer) => {
      const isRight = username === mailUser.username && password === mailUser.password
      if (isRight) answer(null, { user: username })
      else answer(new Error('Not with this password'))
    },
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
