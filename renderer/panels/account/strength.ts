import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })

/** @returns 0, guessed at once, to 4. Long passwords are judged by their first 100 characters: time grows faster. */
export function scoreOf(password: string): number {
  return estimator.check(password.slice(0, 100)).score
}
