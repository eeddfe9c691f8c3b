import type { Answer } from './chromium'
import type { Frames } from './frame'
import type { Navigations } from './navigations'
import type { Protocol } from './protocol'

/** Answers the requests of a page for which Chromium asks: those for the app's own scheme, and for documents. */
export class PageRequests {
  private failure: string | undefined

  constructor(
    private readonly protocol: Protocol,
    private readonly navigations: Navigations,
    private readonly devTools: (method: string, params: Record<string, unknown>) => Promise<Answer>,
  ) {}

  /** @returns why the app's handler did not answer the last document; undefined if it did */
  takeFailure(): string | undefined {
    const { failure } = this
    this.failure = undefined
    return failure
  }

  /** @param paused Chromium's Fetch.requestPaused */
  async answer(paused: Answer, main: { id: string; frames: Frames }): Promise<void> {
    const { requestId, request, resourceType, frameId, redirectedRequestId } = paused
    const url = this.protocol.fromChromium(request.url + (request.urlFragment ?? ''))
    const isMainFrame = frameId === main.id
    if (resourceType === 'Document' && redirectedRequestId === undefined) {
      const isOwn = isMainFrame && this.navigations.takeOwn(request.url)
      if (!isOwn && !this.navigations.isAllowed(url, isMainFrame, main.frames.get(frameId))) {
        await this.devTools('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
        return
      }
    }
    // Electron has no tab to draw an icon on.
    const isFavicon = resourceType === 'Other' && new URL(request.url).pathname === '/favicon.ico'
    const handler = this.protocol.handlerFor(url)
    if (isFavicon || (resourceType === 'Fetch' && !this.protocol.mayFetch(url))) {
      await this.devTools('Fetch.failRequest', { requestId, errorReason: 'Failed' })
    } else if (handler) await this.fulfil(requestId, request, url, handler, resourceType === 'Document' && isMainFrame)
    else await this.devTools('Fetch.continueRequest', { requestId })
  }

  /**
   * A handler that throws, or returns what is no response, fails the request.
   * Source: Electron's lib/browser/api/protocol.ts.
   */
  private async fulfil(
    requestId: string,
    request: Answer,
    url: string,
    handler: (request: Request) => Response | Promise<Response>,
    isPage: boolean,
  ): Promise<void> {
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
    try {
      const response = await handler(
        new Request(url, {
          method: request.method,
          headers: request.headers,
          ...(hasBody && request.postData ? { body: request.postData } : {}),
        }),
      )
      if (!isResponse(response)) throw new TypeError('the handler returned no response')
      if (response.type === 'error') {
        await this.fail(requestId, isPage, 'ERR_FAILED')
        return
      }
      const body = Buffer.from(await response.arrayBuffer()).toString('base64')
      await this.devTools('Fetch.fulfillRequest', {
        requestId,
        responseCode: response.status,
        responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
        body,
      })
    } catch (reason) {
      process.stderr.write(`${reason}\n`)
      await this.fail(requestId, isPage, 'ERR_UNEXPECTED')
    }
  }

  private async fail(requestId: string, isPage: boolean, code: string): Promise<void> {
    if (isPage) this.failure = code
    await this.devTools('Fetch.failRequest', { requestId, errorReason: 'Failed' })
  }
}

function isResponse(value: unknown): value is Response {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'arrayBuffer') === 'function'
}
