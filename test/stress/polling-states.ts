import type { FleepServer } from '../fleep-server/server'
import type { ServerFault } from '../fleep-server/server-faults'
import type { RunningApp } from '../unit/start-app'

/** What polls can meet. */
export interface PollingState {
  name: string
  /** Brings it about, before the account signs in. */
  start(app: RunningApp): void
  /** Brings it about once the account is signed in. @returns a function that ends it */
  startLater?(app: RunningApp): Promise<() => unknown>
  /** The most polls, and the most requests of any kind, that begin in the first six seconds. */
  most: { polls: number; requests: number }
  /** Whether Fleep cannot be reached, rather than polled. */
  isOffline?: boolean
}

const foreign = { mk_rec_type: 'contact', account_id: 'somebody-else', display_name: 'Other' }
const message = { mk_rec_type: 'message', message_nr: 1 }
const json = (value: unknown) => JSON.stringify(value)

function onEvery(method: string, fault: ServerFault): Pick<PollingState, 'start'> {
  return { start: ({ fleep }) => fleep.planFault(method, fault, Number.POSITIVE_INFINITY) }
}

function answers(body: string | (() => string)): ServerFault {
  return { kind: 'status', status: 200, body }
}

/** Each poll is answered immediately, and moves the horizon on. */
function movesOn(recordOf: (fleep: FleepServer) => object): Pick<PollingState, 'start'> {
  return {
    start: ({ fleep }) => {
      let horizon = 1000
      const body = () => json({ event_horizon: horizon++, stream: [recordOf(fleep)] })
      fleep.planFault('account/poll', answers(body), Number.POSITIVE_INFINITY)
    },
  }
}

const ownId = (fleep: FleepServer) => fleep.state.accountByLogin('liis')?.id

/** One round is account/sync, contact/sync and account/poll. With waits of 1, 2 and 4 s, less 50 %, there are at most five. */
const growing = { polls: 5, requests: 15 }
const once = { polls: 1, requests: 3 }

export const pollingStates: PollingState[] = [
  { name: 'nothing happens', start: () => undefined, most: once },
  { name: 'only messages, at each poll', ...movesOn(() => message), most: { polls: 7, requests: 9 } },
  { name: 'records of other people, at each poll', ...movesOn(() => foreign), most: { polls: 7, requests: 9 } },
  {
    name: 'own records at each poll, without end',
    ...movesOn((fleep) => ({ mk_rec_type: 'contact', account_id: ownId(fleep) })),
    most: { polls: 28, requests: 30 },
  },
  {
    name: 'the same horizon with a foreign record',
    ...onEvery('account/poll', answers(json({ event_horizon: 1, stream: [foreign] }))),
    most: { polls: 5, requests: 7 },
  },
  {
    name: 'the same horizon with an own record',
    start: ({ fleep }) => {
      const own = { mk_rec_type: 'contact', account_id: ownId(fleep) }
      fleep.planFault('account/poll', answers(json({ event_horizon: 1, stream: [own] })), Number.POSITIVE_INFINITY)
    },
    most: { polls: 6, requests: 8 },
  },
  {
    name: 'the same horizon with nothing',
    ...onEvery('account/poll', answers(json({ event_horizon: 1, stream: [] }))),
    most: { polls: 5, requests: 7 },
  },
  {
    name: 'a horizon of 0, at each poll',
    ...onEvery('account/poll', answers(json({ event_horizon: 0, stream: [foreign] }))),
    most: growing,
  },
  {
    name: 'a horizon of 0, at each start',
    ...onEvery('account/sync', answers(json({ event_horizon: 0 }))),
    most: { polls: 0, requests: 10 },
  },
  { name: 'polls refused with 504', ...onEvery('account/poll', { kind: 'status', status: 504 }), most: growing },
  { name: 'polls refused with 400', ...onEvery('account/poll', { kind: 'status', status: 400 }), most: growing },
  { name: 'polls reset', ...onEvery('account/poll', { kind: 'drop-before' }), most: growing },
  {
    name: 'polls answered with a web page',
    ...onEvery('account/poll', { kind: 'status', status: 200, body: '<html>', contentType: 'text/html' }),
    most: growing,
  },
  {
    name: 'polls cut off with 504 after a second',
    ...onEvery('account/poll', { kind: 'status', status: 504, after: 1000 }),
    most: growing,
  },
  {
    name: 'polls refused with 503, Retry-After 10 s',
    ...onEvery('account/poll', { kind: 'status', status: 503, headers: { 'retry-after': '10' } }),
    most: once,
  },
  {
    name: 'polls refused with 429, Retry-After 10 s',
    ...onEvery('account/poll', { kind: 'status', status: 429, headers: { 'retry-after': '10' } }),
    most: once,
  },
  {
    name: 'everything refused with 503',
    start: () => undefined,
    startLater: async ({ fleep }) => {
      fleep.planFault('*', { kind: 'status', status: 503 }, Number.POSITIVE_INFINITY)
      wakePoll(fleep)
      return () => undefined
    },
    // Each start is repeated twice.
    most: { polls: 2, requests: 15 },
    isOffline: true,
  },
  {
    name: 'everything refused with 503, Retry-After 10 s',
    start: () => undefined,
    startLater: async ({ fleep }) => {
      const headers = { 'retry-after': '10' }
      fleep.planFault('*', { kind: 'status', status: 503, headers }, Number.POSITIVE_INFINITY)
      wakePoll(fleep)
      return () => undefined
    },
    most: { polls: 2, requests: 4 },
    isOffline: true,
  },
  {
    name: 'a guest network answers everything',
    start: () => undefined,
    startLater: async ({ fleep }) => {
      const page = { kind: 'status', status: 401, contentType: 'text/html', body: '<html>' } as const
      fleep.planFault('*', page, Number.POSITIVE_INFINITY)
      wakePoll(fleep)
      return () => undefined
    },
    most: { polls: 2, requests: 7 },
    isOffline: true,
  },
  {
    name: 'connections refused',
    start: () => undefined,
    startLater: async ({ fleep }) => {
      await fleep.stop()
      return () => fleep.listen()
    },
    most: { polls: 2, requests: 15 },
    isOffline: true,
  },
  {
    name: 'an exception at each poll',
    start: (app) => {
      movesOn(() => message).start(app)
      app.session.addSessionListener({
        onSignedOut: () => undefined,
        onRecords: () => {
          throw new Error('a defect')
        },
      })
    },
    most: growing,
  },
]

/** Lets a poll that is held end, with a change. */
function wakePoll(fleep: FleepServer): void {
  const account = fleep.state.accountByLogin('liis')
  if (account) fleep.state.announce(account, { display_name: account.displayName })
}
