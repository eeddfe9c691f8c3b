import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })

/** From 0, guessed immediately, to 4. */
export type Score = 0 | 1 | 2 | 3 | 4

/** Only the first 100 characters count: the time it takes grows faster than the length. */
export function scoreOf(password: string): Score {
  const { score } = estimator.check(password.slice(0, 100))
  // The estimator keeps the last password that it checked.
  estimator.check('')
  return score
}
