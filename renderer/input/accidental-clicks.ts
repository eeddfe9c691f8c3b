/** How long a control that appears under a still pointer, or under the focus, takes no click, in milliseconds. */
const settlingTime = 400
/** How long after a click another control at its place takes none, in milliseconds. */
const doubleClickTime = 650
const scrollKeys = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'])
/** How long after one of these keys the page may scroll because of it, in milliseconds. */
const scrollTime = 500
/** How far a hand moves a pointer that it means to keep still, in CSS pixels. */
const tremor = { mouse: 4, finger: 16 }

const controls = 'button, input, select, textarea, summary, a[href], label, [role="option"]'

/** The control under the pointer or with the focus, and since when it means what it means now. */
interface Target {
  element: Element | null
  meaning: string
  /** In the time of events; -Infinity if the user went there. */
  since: number
}

const nothing: Target = { element: null, meaning: '', since: Number.NEGATIVE_INFINITY }

/**
 * Ignores clicks that were meant for something else. As soon as an answer comes, a control may appear, change its meaning
 * or move to where another one was just clicked; a double click, or an impatient second one, would then reach it.
 */
export class AccidentalClicks {
  private pointer = { x: -1, y: -1 }
  /** Where the pointer came to rest. */
  private rest = { x: -1, y: -1 }
  private underPointer = nothing
  private focused = nothing
  private lastPress = { time: Number.NEGATIVE_INFINITY, target: nothing }
  private lastKeyPress = nothing
  private lastScrollKeyTime = Number.NEGATIVE_INFINITY
  private isCheckDue = false
  /** Whether a focus that moves now moves because of what the user just did. */
  private isUserMovingFocus = false

  constructor() {
    const listen = (type: string, listener: (event: Event) => void, passive = false) =>
      window.addEventListener(type, listener, { capture: true, passive })
    listen('pointermove', (event) => this.handleMove(event as PointerEvent))
    // Passive, so that scrolling does not wait for it.
    listen('wheel', () => this.goToPointer(), true)
    listen('scroll', (event) => this.handleScroll(event), true)
    listen('pointerdown', (event) => this.handlePress(event as PointerEvent))
    listen('click', (event) => this.handleClick(event as MouseEvent))
    listen('keydown', (event) => this.handleKey(event as KeyboardEvent))
    listen('focusin', () => this.isUserMovingFocus && this.goToFocus())
    listen('input', () => this.goToFocus())
    const changes = new MutationObserver(() => this.checkSoon())
    const attributes = ['aria-label', 'aria-disabled', 'disabled', 'class', 'open', 'hidden']
    const what = { subtree: true, childList: true, characterData: true, attributeFilter: attributes }
    changes.observe(document.documentElement, what)
  }

  private handleMove({ clientX: x, clientY: y }: PointerEvent): void {
    this.pointer = { x, y }
    if (!this.isAtRest(tremor.mouse)) this.goToPointer()
  }

  private isAtRest(tolerance: number): boolean {
    return Math.hypot(this.pointer.x - this.rest.x, this.pointer.y - this.rest.y) <= tolerance
  }

  /** The user moved to what is under the pointer now. */
  private goToPointer(): void {
    this.rest = this.pointer
    this.underPointer = { ...this.read(), since: Number.NEGATIVE_INFINITY }
    this.lastPress = { time: Number.NEGATIVE_INFINITY, target: nothing }
  }

  /** Scrolling by the keyboard brings another control under the pointer, as moving the pointer does. */
  private handleScroll({ timeStamp }: Event): void {
    const isByKey = timeStamp - this.lastScrollKeyTime < scrollTime && this.lastScrollKeyTime > this.lastPress.time
    if (isByKey) this.goToPointer()
  }

  private handlePress({ clientX: x, clientY: y, pointerType, timeStamp }: PointerEvent): void {
    this.userMovesFocus()
    this.pointer = { x, y }
    // A finger has no position before it touches.
    if (this.isAtRest(pointerType === 'mouse' ? tremor.mouse : tremor.finger)) this.checkPointer(timeStamp)
    else this.goToPointer()
  }

  private handleClick(event: MouseEvent): void {
    // A click without a pointer comes from a key, an assistive program or a label.
    if (event.detail === 0 || !event.isTrusted) return
    const { since, element } = this.underPointer
    const isOther = !isSame(this.lastPress.target, this.underPointer)
    const isTooSoon = event.timeStamp - since < settlingTime || event.timeStamp - this.lastPress.time < doubleClickTime
    if (element && isOther && isTooSoon) {
      event.preventDefault()
      event.stopImmediatePropagation()
      return
    }
    this.lastPress = { time: event.timeStamp, target: this.underPointer }
  }

  private handleKey(event: KeyboardEvent): void {
    const isPress = event.key === 'Enter' || event.key === ' '
    if (!isPress) {
      if (scrollKeys.has(event.key)) this.lastScrollKeyTime = event.timeStamp
      this.userMovesFocus()
      // If the user types in a field, they have seen it.
      this.goToFocus()
    } else this.checkFocus(event.timeStamp)
    const isText = this.focused.element?.matches('input') && event.key === ' '
    if (!isPress || !this.focused.element || isText) return
    const isOther = !isSame(this.lastKeyPress, this.focused)
    const isTooSoon = event.timeStamp - this.focused.since < settlingTime
    // A key that is held down repeats.
    if (!event.repeat && !(isOther && isTooSoon)) {
      this.lastKeyPress = this.focused
      return
    }
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  /** Until the end of the current task. */
  private userMovesFocus(): void {
    this.isUserMovingFocus = true
    setTimeout(() => {
      this.isUserMovingFocus = false
    })
  }

  private goToFocus(): void {
    this.focused = { ...readFocus(), since: Number.NEGATIVE_INFINITY }
  }

  /** After the page has changed, once for all changes of a frame. */
  private checkSoon(): void {
    if (this.isCheckDue) return
    this.isCheckDue = true
    requestAnimationFrame((time) => {
      this.isCheckDue = false
      this.checkPointer(time)
      this.checkFocus(time)
    })
  }

  private checkPointer(time: number): void {
    const now = this.read()
    if (!isSame(now, this.underPointer)) this.underPointer = { ...now, since: time }
  }

  private checkFocus(time: number): void {
    const now = readFocus()
    if (!isSame(now, this.focused)) this.focused = { ...now, since: time }
  }

  private read(): Omit<Target, 'since'> {
    const { x, y } = this.pointer
    const element = x < 0 ? null : (document.elementFromPoint(x, y)?.closest(controls) ?? null)
    return { element, meaning: meaningOf(element) }
  }
}

/** The control that Enter or Space would press. In a field of a form, Enter presses the form's main button. */
function readFocus(): Omit<Target, 'since'> {
  const element = document.activeElement?.closest('button, summary, a[href], form input') ?? null
  return { element, meaning: meaningOf(element) }
}

function isSame(a: Omit<Target, 'since'>, b: Omit<Target, 'since'>): boolean {
  return a.element === b.element && a.meaning === b.meaning
}

/** @returns what a control does, as far as its name tells. A switch or a toggle keeps its meaning. */
function meaningOf(control: Element | null): string {
  if (!control?.matches('button, summary, a[href]') || control.hasAttribute('aria-pressed')) return ''
  // While its command runs, a button shows an ellipsis.
  return (control.getAttribute('aria-label') ?? control.textContent ?? '').replace(/…$/, '')
}
