import { EventEmitter, once } from 'node:events'
import { expect } from '@playwright/test'
import type { AccessibilityBus, AccessibilityEvent, Reference } from './accessibility-bus'
import { Accessible, allowGone, findBelow } from './accessible'
import { contextOf, describe, isInPage, liveRegionOf, pageRole } from './description'
import type { Keyboard } from './keyboard'
import { answersOf, formatTranscript, type Line } from './transcript'

/** How long to wait for what should be spoken, in milliseconds. */
const patience = 20_000
/** The desktop: the parent of all apps. */
const desktop: Reference = ['org.a11y.atspi.Registry', '/org/a11y/atspi/accessible/root']
/** Changes of the focused element that a screen reader says. */
const spokenChanges = new Set(['checked', 'pressed', 'expanded'])

/**
 * Uses an app as a screen reader's user does, over the accessibility bus alone, and writes down what would be spoken: each
 * element that gets the focus, changes of its state, and each new text in a live region.
 */
export class ScreenReader {
  private lines: Line[] = []
  private readonly spoken = new EventEmitter()
  private focused: string | undefined
  /** Paths of the elements that the focused one is in. */
  private context = new Set<string>()
  /** By path of the live region. */
  private readonly regionTexts = new Map<string, string>()
  /** Reads one after the other, in the order of the events. */
  private reading: Promise<void> = Promise.resolve()

  /** @param normalize replaces what differs from run to run, and returns '' for what may or may not be spoken */
  constructor(
    private readonly bus: AccessibilityBus,
    private readonly keyboard: Keyboard,
    private readonly normalize: (spoken: string) => string,
  ) {
    bus.on('event', (event) => {
      this.handleEvent(event)
    })
  }

  /** Everything that was done and spoken. */
  async transcript(): Promise<string> {
    await this.reading
    return formatTranscript(this.lines)
  }

  /** Waits until the app is open with the focus on this element, and begins the transcript with it. */
  async begin(role: string, name: string): Promise<void> {
    await this.waitForFocus(role, name)
    this.lines = this.lines.slice(-1)
  }

  /** Moves the focus to an element, as a screen reader's list of elements does. */
  async focus(role: string, name: string): Promise<Accessible> {
    const element = await this.find(role, name)
    if ((await element.states()).has('focused')) return element
    await this.write(`> go to the ${role} "${this.normalize(name)}"`)
    await element.focus()
    await this.waitForFocus(role, name)
    return element
  }

  /** Focuses an element and does what it is for. */
  async act(role: string, name: string): Promise<void> {
    const element = await this.focus(role, name)
    await this.write('> press')
    await element.act()
  }

  /** Types a text into a field, in place of its text. */
  async fill(role: string, name: string, text: string): Promise<void> {
    const field = await this.focus(role, name)
    await this.write(role === 'password text' ? '> type the password' : `> type "${this.normalize(text)}"`)
    await this.keyboard.replaceText(text)
    await expect.poll(async () => (await field.ownText()).length).toBe(text.length)
  }

  /** Waits until this text was spoken after the last action. */
  async waitFor(spoken: string): Promise<void> {
    const signal = AbortSignal.timeout(patience)
    while (!this.lastAnswer().includes(this.normalize(spoken))) {
      await once(this.spoken, 'line', { signal }).catch(() => {
        throw new Error(`not spoken: ${spoken}\nspoken instead: ${this.lastAnswer()}`)
      })
    }
  }

  /** Ends what is spoken immediately after an action. The answer comes later, with what is spoken then. */
  async waitForAnswer(): Promise<void> {
    await this.reading
    this.lines.push({ kind: 'later', text: '…' })
  }

  /** Waits until the screen reader says that this element has the focus. */
  async waitForFocus(role: string, name: string): Promise<void> {
    await this.waitFor(`${role} "${name}"`)
  }

  /** Waits until there is such an element. */
  async find(role: string, name: string): Promise<Accessible> {
    const matches = async (element: Accessible) =>
      (await element.name()) === name && (await element.role()) === role && (await element.states()).has('sensitive')
    let found: Accessible | undefined
    const search = async () => {
      const page = await this.findPage()
      // Elements may disappear during the search.
      found = page && (await findBelow(page, matches).catch(allowGone))
      return found !== undefined
    }
    await expect.poll(search, { message: `there is the ${role} "${name}"` }).toBe(true)
    return found as Accessible
  }

  private findPage(): Promise<Accessible | undefined> {
    const isPage = async (element: Accessible) => (await element.plainRole()) === pageRole
    return findBelow(new Accessible(this.bus, desktop), isPage).catch(allowGone)
  }

  private lastAnswer(): string {
    const lines = answersOf(this.lines).at(-1) ?? []
    const spoken = lines.filter(({ kind }) => kind !== 'action')
    return spoken.map(({ text }) => text).join('\n')
  }

  /** Writes what the user does, after everything that was spoken before. */
  private async write(action: string): Promise<void> {
    await this.reading
    this.lines.push({ kind: 'action', text: action })
  }

  private handleEvent(event: AccessibilityEvent): void {
    const element = new Accessible(this.bus, event.source)
    this.reading = this.reading
      .then(() => (event.name === 'StateChanged' ? this.readState(event, element) : this.readRegion(element)))
      // If the element is gone before it was read, a screen reader says nothing either.
      .catch(allowGone)
  }

  private async readState({ detail, value, source: [, path] }: AccessibilityEvent, element: Accessible): Promise<void> {
    if (detail === 'focused' && value === 1) {
      this.focused = path
      if (await isInPage(element)) await this.speakFocus(element)
    } else if (spokenChanges.has(detail) && path === this.focused) {
      this.speak('change', value === 1 ? detail : `not ${detail}`)
    }
  }

  /** Says the element, after the dialog, the landmark or the group that the focus moved into. */
  private async speakFocus(element: Accessible): Promise<void> {
    const parents = await contextOf(element)
    const entered = parents.filter(({ reference: [, path] }) => !this.context.has(path))
    this.context = new Set(parents.map(({ reference: [, path] }) => path))
    const spoken = await Promise.all([...entered, element].map(describe))
    if (!spoken.includes('')) this.speak('focus', spoken.join(' > '))
  }

  private async readRegion(element: Accessible): Promise<void> {
    const region = await liveRegionOf(element)
    if (!region) return
    const text = await region.text()
    const [, path] = region.reference
    if (text !== '' && text !== this.regionTexts.get(path)) {
      const { live } = await region.attributes()
      this.speak('live', `${live === 'assertive' ? 'alert' : 'status'}: ${text}`, path)
    }
    this.regionTexts.set(path, text)
  }

  private speak(kind: Line['kind'], spoken: string, region = ''): void {
    const text = this.normalize(spoken)
    if (text === '') return
    this.lines.push({ kind, text, region })
    this.spoken.emit('line')
  }
}
