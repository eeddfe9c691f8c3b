import type { AccessibilityBus, Reference } from './accessibility-bus'

const accessible = 'org.a11y.atspi.Accessible'

/** Bits of AT-SPI's states, by their numbers in AtspiStateType. */
const stateBits = {
  checked: 4,
  expandable: 9,
  expanded: 10,
  focused: 12,
  pressed: 20,
  sensitive: 24,
  required: 33,
  invalid: 36,
  checkable: 41,
} as const
export type State = keyof typeof stateBits

/** D-Bus errors of a call to an element or an app that no longer exists. */
const goneErrors = new Set(['UnknownObject', 'UnknownMethod', 'ServiceUnknown', 'NoReply'])

/** An element, as the accessibility bus describes it. Its methods throw if it no longer exists. */
export class Accessible {
  constructor(
    private readonly bus: AccessibilityBus,
    readonly reference: Reference,
  ) {}

  /** ARIA's role where AT-SPI has only a more general one, as for a switch. */
  async role(): Promise<string> {
    const [role, { 'xml-roles': ariaRole }] = await Promise.all([this.plainRole(), this.attributes()])
    return ariaRole === 'switch' ? ariaRole : role
  }

  name(): Promise<string> {
    return this.property('Name')
  }

  description(): Promise<string> {
    return this.property('Description')
  }

  attributes(): Promise<Record<string, string>> {
    return this.call('GetAttributes')
  }

  async states(): Promise<Set<State>> {
    const [low = 0, high = 0] = await this.call<number[]>('GetState')
    const isSet = (bit: number) => ((bit < 32 ? low >>> bit : high >>> (bit - 32)) & 1) === 1
    return new Set((Object.keys(stateBits) as State[]).filter((name) => isSet(stateBits[name])))
  }

  async children(): Promise<Accessible[]> {
    const children = await this.call<Reference[]>('GetChildren')
    return children.map((child) => new Accessible(this.bus, child))
  }

  async parent(): Promise<Accessible> {
    return new Accessible(this.bus, await this.property<Reference>('Parent'))
  }

  /** What the element contains as text; a space stands between two elements in it. */
  async text(): Promise<string> {
    const children = await this.children()
    if (children.length === 0) return (await this.name()) || this.ownText()
    const texts = await Promise.all(children.map((child) => child.text()))
    return texts.filter((text) => text.trim() !== '').join(' ')
  }

  /** The characters in the element itself, for example those in a field. */
  async ownText(): Promise<string> {
    return this.bus.call(this.reference, 'org.a11y.atspi.Text.GetText', 'ii', 0, -1)
  }

  /** Does what the element is for: presses a button, changes a switch. */
  async act(): Promise<void> {
    await this.bus.call(this.reference, 'org.a11y.atspi.Action.DoAction', 'i', 0)
  }

  async focus(): Promise<void> {
    await this.bus.call(this.reference, 'org.a11y.atspi.Component.GrabFocus')
  }

  plainRole(): Promise<string> {
    return this.call('GetRoleName')
  }

  private async property<T = string>(name: string): Promise<T> {
    const method = 'org.freedesktop.DBus.Properties.Get'
    const { value } = await this.bus.call<{ value: T }>(this.reference, method, 'ss', accessible, name)
    return value
  }

  private call<T>(member: string): Promise<T> {
    return this.bus.call(this.reference, `${accessible}.${member}`)
  }
}

/**
 * The first element below `root` in the order of the page.
 *
 * @returns undefined if there is none
 */
export async function findBelow(
  root: Accessible,
  matches: (element: Accessible) => Promise<boolean>,
): Promise<Accessible | undefined> {
  const children = await root.children()
  const found = await Promise.all(
    children.map(async (child) => ((await matches(child)) ? child : findBelow(child, matches))),
  )
  return found.find((element) => element !== undefined)
}

/** For `catch`: lets a call fail whose element or app no longer exists, and no other. */
export function allowGone(reason: Error): undefined {
  const type = 'type' in reason ? String(reason.type) : ''
  if (!goneErrors.has(type.replace('org.freedesktop.DBus.Error.', ''))) throw reason
}
