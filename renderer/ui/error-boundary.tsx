import type { ComponentChildren } from 'preact'
import { useErrorBoundary } from 'preact/hooks'
import { text } from '../text'
import './error-boundary.css'

interface ErrorBoundaryProps {
  children: ComponentChildren
  /** Shown in place of children that threw. @param tryAgain renders the children again */
  fallback?(tryAgain: () => void): ComponentChildren
}

/**
 * Keeps an exception of a part of the window within that part: everything around it stays. The exception is reported as a
 * defect.
 */
export function ErrorBoundary({ children, fallback = sentence }: ErrorBoundaryProps) {
  const [error, tryAgain] = useErrorBoundary((reason) => reportError(reason))
  return <>{error === undefined ? children : fallback(tryAgain)}</>
}

/** For a part that says nothing itself, such as the name in the sidebar. */
export const nothing = () => null

function sentence(tryAgain: () => void) {
  return (
    <div class="failed-part" role="alert">
      <p>{text('crash.part')}</p>
      <button type="button" onClick={tryAgain}>
        {text('common.tryAgain')}
      </button>
    </div>
  )
}
