import { Failure } from '../core/failure'
import { text } from '../core/text'
import { TimeLimit } from '../core/time-limit'
import { callWithoutSession } from '../fleep/without-session'
import { unreadCertificates } from '../http/authorities'
import { examineWay, type WayFindings, waySteps } from '../http/examine-way'
import { requestTimeout } from '../http/network-failure'

export const networkSteps = [...waySteps, 'answer'] as const
type NetworkStep = (typeof networkSteps)[number]

/** For all steps together, in milliseconds. */
const defaultTimeout = 10_000

export interface NetworkCheck extends WayFindings {
  /** An origin. */
  server: string
  works: boolean
  /** How many certificates in the file of authorities that the user named could not be read. */
  unreadCertificates: number
  steps: { step: NetworkStep; state: 'done' | 'failed' | 'open' }[]
  /** What is wrong, and what to do about it. */
  problem: string | null
  advice: string | null
}

/** Tries the way to a Fleep server, and whether Fleep answers there. Nobody has to be signed in. */
export async function checkNetwork(server: string, timeout = defaultTimeout): Promise<NetworkCheck> {
  const url = new URL(server)
  const limit = new TimeLimit(timeout, () => requestTimeout(url.host))
  const findings: WayFindings = { proxy: null, addresses: null, issuer: null }
  const taken: NetworkStep[] = []
  const begin = (step: NetworkStep) => void taken.push(step)
  let failure: Failure | null = null
  try {
    await examineWay(url, limit, begin, findings)
    begin('answer')
    await limit.race(askFleep(server))
  } catch (reason) {
    if (!(reason instanceof Failure)) throw reason
    failure = reason
  } finally {
    limit.end()
  }
  const failed = failure && taken.at(-1)
  const advice = failed ? text(`doctor.advice.${failed}`) : null
  return {
    server,
    works: !failure,
    ...findings,
    unreadCertificates: unreadCertificates(),
    steps: stepStates(url, taken, failed),
    problem: failure?.message ?? null,
    advice,
  }
}

/** Steps that do not apply are left out: the look-up with a proxy, and encryption to this computer. */
function stepStates(url: URL, taken: NetworkStep[], failed: NetworkStep | null | undefined): NetworkCheck['steps'] {
  const at = networkSteps.indexOf(failed ?? 'answer')
  return networkSteps.flatMap((step, index) => {
    if (step === failed) return { step, state: 'failed' }
    if (taken.includes(step)) return { step, state: 'done' }
    return index > at && !(step === 'encryption' && url.protocol === 'http:') ? { step, state: 'open' } : []
  })
}

/** A session that is missing is what Fleep refuses. @throws Failure if something else answers, or nothing */
async function askFleep(server: string): Promise<void> {
  await callWithoutSession(server, 'account/sync', {}).catch((reason: unknown) => {
    if (!(reason instanceof Failure && ['signed-out', 'refused'].includes(reason.code))) throw reason
  })
}
