import { openPanel } from '../state'
import type { SearchEntry } from './search-entries'

/** How long a panel may take until what was looked for is in it, in milliseconds. */
const patience = 5000

/** Opens the panel in which it is, and gives it the focus. */
export async function reveal({ id, panel }: SearchEntry): Promise<void> {
  if (id !== 'sign-out') openPanel.value = panel
  const control = await appearance(id)
  if (!control) return
  for (let around = control.closest('details'); around; around = around.parentElement?.closest('details') ?? null) {
    around.open = true
  }
  const row = control.closest('.row') ?? control
  row.scrollIntoView({ block: 'center' })
  // A mere value has no control.
  if (control === row) control.tabIndex = -1
  control.focus({ preventScroll: true, focusVisible: true } as FocusOptions)
  row.classList.add('found')
  control.addEventListener('blur', () => row.classList.remove('found'), { once: true })
}

function appearance(id: string): Promise<HTMLElement | null> {
  return new Promise((resolve) => {
    const done = (element: HTMLElement | null) => {
      observer.disconnect()
      clearTimeout(timer)
      resolve(element)
    }
    const look = () => {
      const element = document.getElementById(id) ?? document.getElementById(`${id}-note`)?.closest<HTMLElement>('.row')
      if (element) done(element)
    }
    const observer = new MutationObserver(look)
    const timer = setTimeout(() => done(null), patience)
    observer.observe(document.body, { childList: true, subtree: true })
    look()
  })
}
