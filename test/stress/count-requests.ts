import { HttpClient } from '../../main/http/http-client'

export interface RequestCount {
  polls: number
  /** Requests of any kind, polls included. */
  all: number
}

const counts = new Map<string, RequestCount>()
let isCounting = false

/** Counts the requests that this process sends, also those that reach no server. @returns those to an origin so far */
export function requestsTo(origin: string): RequestCount {
  if (!isCounting) startCounting()
  return { ...(counts.get(origin) ?? { polls: 0, all: 0 }) }
}

function startCounting(): void {
  isCounting = true
  const { request } = HttpClient.prototype
  HttpClient.prototype.request = function (sent) {
    const { origin, pathname } = new URL(sent.url)
    const { polls, all } = requestsTo(origin)
    counts.set(origin, { polls: polls + (pathname === '/api/account/poll' ? 1 : 0), all: all + 1 })
    return request.call(this, sent)
  }
}
