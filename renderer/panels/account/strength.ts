import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })

/** From 0, guessed at once, to 4. */
export type Score = 0 | 1 | 2 | 3 | 4

/** Long passwords are judged by their first 100 characters: time grows faster. */
export function scoreOf(password: string): Score {
  return estimator.check(password.slice(0, 100)).score
}
