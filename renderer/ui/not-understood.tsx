import type { ListName } from '../bridge'
import { isDiagnosticsOpen } from '../panels/app/app-dialogs'
import { state } from '../state'
import { text } from '../text'

/** Says that a list is not whole, because the app does not understand some of its records. */
export function NotUnderstood({ list }: { list: ListName }) {
  const count = state.notUnderstood.value[list]
  if (count === 0) return null
  const showDiagnostics = () => {
    isDiagnosticsOpen.value = true
  }
  return (
    <p class="help" role="status">
      {text(`notUnderstood.${list}`, { count })}{' '}
      <button type="button" class="link" onClick={showDiagnostics}>
        {text('diagnostics.title')}
      </button>
    </p>
  )
}
