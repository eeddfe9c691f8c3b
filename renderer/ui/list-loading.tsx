import { state } from '../state'
import { text } from '../text'

interface ListLoadingProps {
  /** false while offline or until the user signs in again: nothing is being loaded then. */
  canLoad: boolean
  /** Shows while loading. */
  message: string
}

/** Stands in the place of a list that is not loaded yet. */
export function ListLoading({ canLoad, message }: ListLoadingProps) {
  return (
    <div class="card empty">
      {canLoad ? (
        <p class="delayed" role="status">
          {message}
        </p>
      ) : (
        <p>
          {state.session.value.kind === 'expired'
            ? text('account.waitingForPassword')
            : text('account.waiting', { host: new URL(state.server.value).host })}
        </p>
      )}
    </div>
  )
}
