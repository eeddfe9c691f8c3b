import { openPanel } from '../state'
import type { SearchEntry } from './search-entries'

/** How long a panel may take to render the control, in milliseconds. */
const timeout = 5000

/** Opens the panel of a setting, scrolls to its control and focuses it. */
export async function reveal({ id, panel }: Pick<SearchEntry, 'id' | 'panel'>): Promise<void> {
  if (id !== 'sign-out') openPanel.value = panel
  const found = await waitForControl(id)
  if (!found) return
  // The options of a choice have no id of the setting.
  const control = found.matches('.row') ? (firstOption(found) ?? found) : found
  for (let parent = control.closest('details'); parent; parent = parent.parentElement?.closest('details') ?? null) {
    parent.open = true
  }
  const row = control.closest('.row') ?? control
  row.scrollIntoView({ block: 'center' })
  // A row that shows a plain value has no control.
  if (control === row) control.tabIndex = -1
  control.focus({ preventScroll: true, focusVisible: true } as FocusOptions)
  row.classList.add('found')
  control.addEventListener('blur', () => row.classList.remove('found'), { once: true })
}

function firstOption(row: HTMLElement): HTMLElement | null {
  return row.querySelector<HTMLElement>('[type=radio]:checked') ?? row.querySelector<HTMLElement>('[type=radio]')
}

/** @returns the control of a setting, or its row; null if the window does not show it in time */
export function waitForControl(id: string): Promise<HTMLElement | null> {
  return new Promise((resolve) => {
    const finish = (element: HTMLElement | null) => {
      observer.disconnect()
      clearTimeout(timer)
      resolve(element)
    }
    const find = () => {
      const element = document.getElementById(id) ?? document.getElementById(`${id}-note`)?.closest<HTMLElement>('.row')
      if (element) finish(element)
    }
    const observer = new MutationObserver(find)
    const timer = setTimeout(() => finish(null), timeout)
    observer.observe(document.body, { childList: true, subtree: true })
    find()
  })
}
