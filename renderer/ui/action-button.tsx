import './action-button.css'

interface ActionButtonProps {
  label: string
  /** Room is kept for it, so that a change of the label moves nothing. */
  longestLabel?: string
  /** Names the row, too: several rows have the same action. */
  name: string
  /** Keeps its place while it does not apply. */
  isDisabled?: boolean
  /** Says why it is disabled, or what it will do. */
  title?: string
  click(): void
}

/** An action of a row. It stays in its place when it does not apply, so that no other action moves there. */
export function ActionButton({ label, longestLabel, name, isDisabled = false, title, click }: ActionButtonProps) {
  return (
    <button
      type="button"
      class="link"
      aria-label={name}
      aria-disabled={isDisabled}
      {...(title && { title })}
      {...(longestLabel && { 'data-longest-label': longestLabel })}
      onClick={() => !isDisabled && click()}
    >
      {label}
    </button>
  )
}
