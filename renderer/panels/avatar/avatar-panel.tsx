import type { AppState } from '../../bridge'
import { Initials } from '../../ui/initials'

/** The place of the picture. */
export function AvatarPanel({ state }: { state: AppState }) {
  return (
    <>
      <h1>Avatar</h1>
      <div class="card empty">
        <Initials name={state.account?.displayName || state.lastEmail} />
        <h2>Your picture</h2>
        <p>The picture cannot be changed in this version yet. The one you have at fleep.io stays as it is.</p>
      </div>
    </>
  )
}
