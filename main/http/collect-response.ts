import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { TimeLimit } from '../core/time-limit'

/** A response as it came: its body may be packed. */
export interface CollectedResponse {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/**
 * Sends a request and reads its whole response. undici's own `request` would make a stream of the body, which takes longer.
 * @throws the limit's reason as soon as that is aborted, or an error of Node or undici
 */
export function collectResponse(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  limit: TimeLimit,
): Promise<CollectedResponse> {
  return limit.wait((resolve, reject) => {
    const collector = new Collector(resolve, reject)
    dispatcher.dispatch(options, collector)
    return collector
  })
}

/** undici calls it with the parts of a response. A request that waits for a connection has no controller yet. */
class Collector implements Dispatcher.DispatchHandler {
  private status = 0
  private headers: IncomingHttpHeaders = {}
  private readonly chunks: Buffer[] = []
  private controller: Dispatcher.DispatchController | undefined
  private abortReason: Error | undefined

  constructor(
    private readonly resolve: (response: CollectedResponse) => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  abort(): void {
    this.abortReason = new Error('aborted')
    this.controller?.abort(this.abortReason)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller
    if (this.abortReason) controller.abort(this.abortReason)
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.status = status
    this.headers = headers
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk)
  }

  onResponseEnd(): void {
    const { status, headers, chunks } = this
    const [first] = chunks
    this.resolve({ status, headers, body: first && chunks.length === 1 ? first : Buffer.concat(chunks) })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.reject(error)
  }
}
