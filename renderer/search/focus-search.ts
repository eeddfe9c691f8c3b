export const searchFieldId = 'find-setting'

/** Moves the focus to the search field. What was typed there is selected, so that typing replaces it. */
export function focusSearch(): void {
  const field = document.getElementById(searchFieldId) as HTMLInputElement | null
  field?.select()
  field?.focus()
}
