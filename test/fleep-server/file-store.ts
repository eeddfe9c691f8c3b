import { randomUUID } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'

type Serve = (id: string, request: http.IncomingMessage, response: http.ServerResponse) => void

/** A server for files beside Fleep's: who has a signed address gets the file. It takes no cookie and no ticket. */
export class FileStore {
  private readonly server: http.Server
  private readonly signed = new Map<string, string>()
  /** The requests that had something of a session with them. There must be none. */
  readonly leaks: string[] = []

  constructor(
    private readonly certificate: { key: string; cert: string } | null,
    private readonly host: string,
    private readonly serve: Serve,
  ) {
    const listener: http.RequestListener = (request, response) => this.answer(request, response)
    this.server = certificate ? https.createServer(certificate, listener) : http.createServer(listener)
  }

  /** @returns an address under which the file can be had */
  async sign(id: string): Promise<string> {
    if (!this.server.listening) {
      await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    }
    const signature = randomUUID()
    this.signed.set(signature, id)
    const { port } = this.server.address() as AddressInfo
    return `${this.certificate ? 'https' : 'http'}://${this.host}:${port}/files/x?signature=${signature}`
  }

  stop(): void {
    this.server.close()
    this.server.closeAllConnections()
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { searchParams } = new URL(request.url ?? '', 'http://store')
    if (request.headers.cookie !== undefined || searchParams.has('ticket')) this.leaks.push(request.url ?? '')
    const id = this.signed.get(searchParams.get('signature') ?? '')
    if (id === undefined) response.writeHead(403, { 'content-type': 'application/xml' }).end('<Error/>')
    else this.serve(id, request, response)
  }
}
