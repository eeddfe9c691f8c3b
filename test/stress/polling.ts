import { setTimeout as sleep } from 'node:timers/promises'
import { type RunningApp, startApp } from '../unit/start-app'
import { type Area, runCases, selectCases, withTimeout } from './area'
import { requestsTo } from './count-requests'
import { type PollingState, pollingStates } from './polling-states'
import { people } from './samples'

/** How long requests are counted, in milliseconds. */
const measured = 6000

/** Whatever polls meet, the app asks only so often, the banner does not blink, and a change is heard afterwards. */
export const polling: Area = {
  name: 'polling',
  run: (scale) => runCases(selectCases(pollingStates, scale), ({ name }) => name, runCase, 8),
}

async function runCase(state: PollingState): Promise<void> {
  const app = await startApp()
  requestsTo(app.fleep.url)
  let end: () => unknown = () => undefined
  try {
    state.start(app)
    const offline = countOffline(app)
    await signIn(app)
    const signedIn = requestsTo(app.fleep.url)
    end = (await state.startLater?.(app)) ?? end
    // The rate is what is measured, so there is nothing else to wait for.
    await sleep(measured)
    const sent = requestsTo(app.fleep.url)
    const polls = sent.polls - signedIn.polls
    const requests = sent.all - signedIn.all
    const { most } = state
    if (polls > most.polls) throw new Error(`${polls} polls instead of ${most.polls}`)
    if (requests > most.requests) throw new Error(`${requests} requests instead of ${most.requests}`)
    const expected = state.isOffline ? 1 : 0
    if (offline() !== expected) throw new Error(`offline ${offline()} times instead of ${expected}`)
    await end()
    await assertFollows(app)
  } finally {
    app.fleep.faults.clear()
    await end()
    await app.stop()
  }
}

async function signIn({ session, fleep }: RunningApp): Promise<void> {
  const { liis } = people
  await session.signIn(fleep.url, liis?.email ?? '', liis?.password ?? '')
}

/** @returns a function that returns how often the app has gone offline */
function countOffline({ store }: RunningApp): () => number {
  let times = 0
  let wasOnline = true
  store.onChange(({ connection: { online } }) => {
    if (wasOnline && !online) times += 1
    wasOnline = online
  })
  return () => times
}

/** After the fault, a change is followed. */
async function assertFollows({ fleep, session, until, store }: RunningApp): Promise<void> {
  fleep.faults.clear()
  session.retryNow()
  const account = fleep.state.accountByLogin('liis')
  if (!account) throw new Error('no account')
  account.displayName = 'Afterwards'
  const timer = setInterval(() => fleep.state.announce(account, { display_name: 'Afterwards' }), 500)
  try {
    await withTimeout(
      until((state) => state.account?.displayName === 'Afterwards'),
      20_000,
    )
  } finally {
    clearInterval(timer)
  }
  if (!store.state.connection.online) throw new Error('still offline')
}
