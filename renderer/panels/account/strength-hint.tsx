import { useEffect, useState } from 'preact/hooks'
import { text } from '../../text'
import type { Score } from './strength'
import './strength-hint.css'

/** Shows how strong a new password is. Weak ones are allowed, as Fleep documents no rule. The estimator loads on first use. */
export function StrengthHint({ password }: { password: string }) {
  const [score, setScore] = useState<Score | null>(null)
  useEffect(() => {
    let isLatest = true
    if (!password) setScore(null)
    else {
      void import('./strength').then(({ scoreOf }) => {
        if (isLatest) setScore(scoreOf(password))
      })
    }
    return () => {
      isLatest = false
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
