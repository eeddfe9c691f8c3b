import { setTimeout as sleep } from 'node:timers/promises'
import { requestsTo } from '../stress/count-requests'
import { type PollingState, pollingStates } from '../stress/polling-states'
import { people } from '../stress/samples'
import { startApp } from '../unit/start-app'
import { printTable } from './statistics'

const title = 'Requests per minute in each state of the poll'
const minute = 60_000
/** The minute whose requests are the second result: by then, the waits have grown. */
const later = 4

interface Minutes {
  /** Requests of any kind in the first minute, and in the later one. */
  first: number
  later: number
}

/** Counts what the app sends by itself, in each state that polls can be in. Does not depend on the speed of the machine. */
export async function benchPolling(): Promise<void> {
  const results = await Promise.all(pollingStates.map(measure))
  printTable(`${title}; each has its own server. \`--only=polling\` replaces this table`, [
    ['polls meet', 'first minute', `minute ${later}`],
    ...pollingStates.map(({ name }, index) => {
      const { first, later } = results[index] ?? { first: Number.NaN, later: Number.NaN }
      return [name, String(first), String(later)]
    }),
  ])
}

async function measure(state: PollingState): Promise<Minutes> {
  const app = await startApp()
  try {
    const { liis } = people
    state.start(app)
    requestsTo(app.fleep.url)
    await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
    const end = await state.startLater?.(app)
    const countMinute = async () => {
      const before = requestsTo(app.fleep.url).all
      await sleep(minute)
      return requestsTo(app.fleep.url).all - before
    }
    const first = await countMinute()
    await sleep((later - 2) * minute)
    const last = await countMinute()
    await end?.()
    return { first, later: last }
  } finally {
    app.fleep.faults.clear()
    await app.stop()
  }
}
