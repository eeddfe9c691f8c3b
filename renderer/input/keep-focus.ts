const focusable =
  'button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, a[href], [tabindex]'

/**
 * When the focused element disappears, the focus would fall to the page, and a screen reader would start again at its
 * top. This moves the focus to what is nearest: the rest of its row, the next row, the heading of its view.
 */
export function keepFocus(): void {
  let path: Path = []
  /** Where the focus was before it moved into each dialog. */
  const openers = new WeakMap<Element, Path>()
  const remember = () => {
    const { activeElement } = document
    if (!activeElement || activeElement === document.body) return
    const dialog = activeElement.closest('dialog')
    if (dialog && !openers.has(dialog) && !path.some(({ element }) => element === dialog)) openers.set(dialog, path)
    path = pathOf(activeElement)
  }
  remember()
  window.addEventListener('focusin', remember, { capture: true })
  window.addEventListener('pointerdown', ({ target }) => {
    // A click beside every control takes the focus away, as the user wants it. A click on the focused control does not.
    const [focused] = path
    if (!(target instanceof Node && focused?.element.contains(target))) path = []
  })
  new MutationObserver(() => {
    const { activeElement } = document
    const isLost = !activeElement || activeElement === document.body || !isShown(activeElement)
    if (!isLost) return remember()
    const [focused] = path
    if (!focused || isUsable(focused.element)) return
    const dialog = focused.element.closest('dialog')
    const before = (dialog && openers.get(dialog)) ?? path
    const [opener] = before
    const successor = opener && isUsable(opener.element) ? (opener.element as HTMLElement) : successorOf(before)
    successor?.focus({ preventScroll: true })
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributeFilter: ['open', 'disabled', 'hidden'],
  })
}

/** An element, its parents up to the page, and the place of each among the children of the next. */
type Path = { element: Element; index: number }[]

function pathOf(element: Element): Path {
  const path: Path = []
  for (let each: Element | null = element; each && each !== document.body; each = each.parentElement) {
    path.push({ element: each, index: each.parentElement ? [...each.parentElement.children].indexOf(each) : 0 })
  }
  return path
}

function successorOf(path: Path): HTMLElement | null {
  const dialog = [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')].at(-1)
  const root = dialog ?? document.body
  for (const [depth, { element }] of path.entries()) {
    if (!element.isConnected || !root.contains(element)) continue
    // The whole view was replaced, so the focus goes to the heading of the new one.
    if (element.matches('#app, .window, main')) break
    const index = path[depth - 1]?.index ?? 0
    const children = [...element.children]
    const candidates = [...children.slice(index), ...children.slice(0, index).reverse()]
    for (const child of candidates) {
      const found = firstFocusable(child)
      if (found) return found
    }
  }
  return (dialog && firstFocusable(dialog)) ?? root.querySelector<HTMLElement>('[autofocus]') ?? headingOf(root)
}

function firstFocusable(element: Element): HTMLElement | null {
  const all = [element, ...element.querySelectorAll(focusable)]
  return all.find((each): each is HTMLElement => each.matches(focusable) && isShown(each)) ?? null
}

function headingOf(root: Element): HTMLElement | null {
  const heading = root.querySelector<HTMLElement>('main h1, h1, h2')
  heading?.setAttribute('tabindex', '-1')
  return heading
}

function isUsable(element: Element): boolean {
  return element.isConnected && isShown(element) && !element.matches(':disabled')
}

function isShown(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true })
}
