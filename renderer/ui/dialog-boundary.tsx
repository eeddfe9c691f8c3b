import type { ComponentChildren } from 'preact'
import { ErrorBoundary } from './error-boundary'
import { lazy } from './lazy'

const FailedDialog = lazy(async () => (await import('./failed-dialog')).FailedDialog)

/** Keeps an exception of a dialog within the dialog. @param props.close closes it, as the dialog itself would */
export function DialogBoundary({ children, close }: { children: ComponentChildren; close(): void }) {
  return (
    <ErrorBoundary fallback={(tryAgain) => <FailedDialog tryAgain={tryAgain} close={close} />}>
      {children}
    </ErrorBoundary>
  )
}
