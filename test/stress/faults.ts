import type { ErrorCode } from '../../contract'
import type { ServerOptions } from '../fleep-server/server'
import type { AnswerForm, ServerFault } from '../fleep-server/server-faults'
import type { RunningApp } from '../unit/start-app'

export interface Fault {
  name: string
  /** The error codes that the command may fail with; empty if it must succeed. */
  codes: ErrorCode[]
}

/** A fault in every call of one API method. */
export interface CallFault extends Fault {
  serverFault: ServerFault
}

/** A fault of the connection, which affects every call. */
export interface ConnectionFault extends Fault {
  /** How the server is started. */
  serverOptions?: ServerOptions
  /** Causes the fault. @returns a function that ends it */
  inject(app: RunningApp): Promise<() => unknown>
}

const status = (code: number, codes: ErrorCode[]): CallFault => ({
  name: String(code),
  codes,
  serverFault: { kind: 'status', status: code },
})
const body = (name: string, text: string, contentType = 'application/json'): CallFault => ({
  name,
  codes: ['bad-answer'],
  serverFault: { kind: 'body', body: text, contentType },
})
/** A page that does not come from Fleep. */
const page = (code: number, error: ErrorCode = 'bad-answer'): CallFault => ({
  name: `${code} with HTML`,
  codes: [error],
  serverFault: { kind: 'status', status: code, contentType: 'text/html', body: '<html>Sign in to the Wi-Fi</html>' },
})
const form = (name: string, codes: ErrorCode[], how: Omit<AnswerForm, 'kind'>): CallFault => ({
  name,
  codes,
  serverFault: { kind: 'form', ...how },
})
const changedBody = (
  name: string,
  codes: ErrorCode[],
  change: (sent: Record<string, unknown>) => unknown,
): CallFault => ({
  name,
  codes,
  serverFault: { kind: 'changed', change: (sent) => JSON.stringify(change(JSON.parse(sent))) },
})

/** Faults in a response of Fleep. */
export const callFaults: CallFault[] = [
  { name: 'reset before the change', codes: ['offline'], serverFault: { kind: 'drop-before' } },
  { name: 'reset after the change', codes: ['offline'], serverFault: { kind: 'drop-after' } },
  { name: 'reset during the response', codes: ['offline', 'bad-answer'], serverFault: { kind: 'breaks-off' } },
  { name: 'time-out before the change', codes: ['timeout'], serverFault: { kind: 'never-answers' } },
  { name: 'time-out after the change', codes: ['timeout'], serverFault: { kind: 'acts-silently' } },
  status(400, ['refused']),
  { name: '401', codes: ['signed-out'], serverFault: { kind: 'expired-session' } },
  status(403, ['refused']),
  status(404, ['bad-answer', 'refused']),
  status(430, ['refused']),
  status(431, ['refused']),
  {
    name: '431 that repeats the request',
    codes: ['refused'],
    serverFault: { kind: 'status', status: 431, body: (sent) => JSON.stringify({ error_message: sent }) },
  },
  status(500, ['server-fault']),
  {
    name: '502 with HTML',
    codes: ['server-fault'],
    serverFault: { kind: 'status', status: 502, body: '<html>Bad Gateway</html>', contentType: 'text/html' },
  },
  {
    name: 'redirect to another server',
    codes: ['bad-answer'],
    serverFault: { kind: 'status', status: 302, headers: { location: 'https://elsewhere.example/' } },
  },
  page(401),
  page(403),
  page(429, 'refused'),
  page(413, 'refused'),
  form('Application/JSON', [], { contentType: 'Application/JSON; Charset=UTF-8' }),
  form('byte order mark and GZIP', [], { hasByteOrderMark: true, encoding: 'GZIP' }),
  form('gzip that is cut off', ['offline'], { encoding: 'gzip', damage: 'cut-off' }),
  {
    name: '503 that asks for more time than anybody waits',
    codes: ['server-fault'],
    serverFault: { kind: 'status', status: 503, headers: { 'retry-after': '3600' } },
  },
  body('garbage', '\u0000\u0001not JSON'),
  body('empty', ''),
  body('a list', '[1, 2, 3]'),
  body('null', 'null'),
  body('HTML', '<html>Hello</html>', 'text/html'),
  { name: 'truncated', codes: ['bad-answer'], serverFault: { kind: 'truncated' } },
  { name: '100 MB', codes: ['bad-answer'], serverFault: { kind: 'huge' } },
  // It ends at the limit that is reached first: of its size, or on a busy machine of its time.
  { name: 'endless', codes: ['bad-answer', 'timeout'], serverFault: { kind: 'endless' } },
  changedBody('unknown fields', [], (sent) => ({ ...sent, unknown_field: { deep: [1] }, stream_of_consciousness: [] })),
  changedBody('missing fields', ['bad-answer'], () => ({})),
  changedBody('wrong types', ['bad-answer'], (sent) => Object.fromEntries(Object.keys(sent).map((key) => [key, 7]))),
  changedBody('nulls', ['bad-answer'], (sent) => Object.fromEntries(Object.keys(sent).map((key) => [key, null]))),
]
