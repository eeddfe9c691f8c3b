import { useEffect } from 'preact/hooks'
import { panelNames } from './bridge'
import { focusSearch } from './search/focus-search'
import { showPanel } from './show-panel'
import { hasShortcutKey } from './ui/keys'

/**
 * The shortcuts of the search and the panels. The application menu only displays them: Electron gives a key to the page
 * first, and to the menu only if the page does not prevent it.
 */
export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!hasShortcutKey(event)) return
      // By position, because some keyboards type digits only with Shift.
      const panel = panelNames[Number(/^Digit(\d)$/.exec(event.code)?.[1]) - 1]
      const isFind = isLetterF(event)
      if (!panel && !isFind) return
      event.preventDefault()
      if (document.querySelector('dialog[open]')) return
      if (panel) showPanel(panel)
      else focusSearch()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** By the letter; by position on a keyboard whose letters are not Latin. */
function isLetterF({ key, code }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'f' || (code === 'KeyF' && !/^[a-z]$/i.test(key))
}
