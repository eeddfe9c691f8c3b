import { useEffect, useState } from 'preact/hooks'
import { text } from '../../text'
import type { Score } from './strength'

/** A hint, no rule: Fleep documents none. The estimator and its lists are loaded when a password is first typed. */
export function StrengthHint({ password }: { password: string }) {
  const [score, setScore] = useState<Score | null>(null)
  useEffect(() => {
    let isCurrent = true
    if (!password) setScore(null)
    else {
      void import('./strength').then(({ scoreOf }) => {
        if (isCurrent) setScore(scoreOf(password))
      })
    }
    return () => {
      isCurrent = false
    }
  }, [password])
  return (
    <div class="strength" role="status">
      {score !== null && (
        <>
          <meter min={0} max={4} low={2} high={3} optimum={4} value={score} aria-label={text('password.strength')} />
          <span>{text(`password.score.${score}`)}</span>
        </>
      )}
    </div>
  )
}
