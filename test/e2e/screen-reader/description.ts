import type { Accessible, State } from './accessible'

/** AT-SPI's role of a whole page. */
export const pageRole = 'document web'
/** The role of an element that no longer exists. */
const goneRole = 'invalid'

/** @returns the dialogs, and the landmarks and groups that have a name, from the outermost to the innermost */
export async function contextOf(element: Accessible): Promise<Accessible[]> {
  const parent = await element.parent()
  const role = await parent.plainRole()
  if (!(await isInPage(parent)) || role === pageRole) return []
  const isSpoken = role === 'dialog' || (['landmark', 'panel'].includes(role) && (await parent.name()) !== '')
  return [...(await contextOf(parent)), ...(isSpoken ? [parent] : [])]
}

/** Role, name, value, states and description, in the order in which they are spoken. '' if the element is gone. */
export async function describe(element: Accessible): Promise<string> {
  const [role, name, description, states] = await Promise.all([
    element.role(),
    element.name(),
    element.description(),
    element.states(),
  ])
  if (role === goneRole) return ''
  const value = role === 'entry' ? await element.ownText() : ''
  return [
    `${role} "${name}"`,
    ...(value ? [`value "${value}"`] : []),
    ...stateWords(states),
    ...(description ? [`(${description})`] : []),
  ].join(', ')
}

function stateWords(states: Set<State>): string[] {
  return [
    ...(states.has('checkable') ? [states.has('checked') ? 'checked' : 'not checked'] : []),
    ...(states.has('expandable') ? [states.has('expanded') ? 'expanded' : 'collapsed'] : []),
    ...(states.has('pressed') ? ['pressed'] : []),
    ...(states.has('required') ? ['required'] : []),
    ...(states.has('invalid') ? ['invalid'] : []),
    ...(states.has('sensitive') ? [] : ['unavailable']),
  ]
}

/** Whether the element is on a page, and not in the browser's own frame around it. */
export async function isInPage(element: Accessible): Promise<boolean> {
  return 'tag' in (await element.attributes())
}

/** @returns the live region that the element is in. undefined if it is in none */
export async function liveRegionOf(element: Accessible): Promise<Accessible | undefined> {
  const attributes = await element.attributes()
  const container = attributes['container-live']
  if (container === undefined || container === 'off') return undefined
  return attributes.live === undefined ? liveRegionOf(await element.parent()) : element
}
