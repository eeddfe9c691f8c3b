import type Electron from 'electron'
import { isKnownRole, runsRole } from './menu-roles'

const types = ['normal', 'separator', 'submenu', 'checkbox', 'radio']
/** Options with an effect in Electron that the stand-in cannot show. */
const missing = ['before', 'after', 'beforeGroupContaining', 'afterGroupContaining', 'sharingItem', 'selector', 'badge']

const modifiers = 'Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta'
const names =
  'Plus|Space|Tab|Capslock|Numlock|Scrolllock|Backspace|Delete|Insert|Return|Enter|Up|Down|Left|Right|Home|End|PageUp|' +
  'PageDown|Escape|Esc|PrintScreen|num([0-9]|dec|add|sub|mult|div)'
const accelerator = new RegExp(`^((${modifiers})\\+)*([0-9A-Z]|F([1-9]|1[0-9]|2[0-4])|${names}|[!-/:-@[-\`{-~])$`, 'i')

type Options = Electron.MenuItemConstructorOptions

/**
 * @throws TypeError as Electron does for a template that is no list, or has an entry without a label, role or separator.
 * Source: Electron's lib/browser/api/menu.ts.
 */
export function checkTemplate(template: unknown): asserts template is Options[] {
  if (!Array.isArray(template)) throw new TypeError('Invalid template for Menu: Menu template must be an array')
  for (const item of template) {
    const isShown = item && (Object.hasOwn(item, 'label') || Object.hasOwn(item, 'role') || item.type === 'separator')
    if (!isShown) throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type')
    checkOptions(item)
  }
}

/**
 * @throws for what Electron refuses in an entry, and for what Electron ignores without a word.
 * Source: lib/browser/api/menu-item.ts and menu-item-roles.ts, and docs/tutorial/keyboard-shortcuts.md of Electron.
 */
export function checkMenuItem(options: Options, type: string, hasSubmenu: boolean): void {
  const { role } = options
  if (role && !isKnownRole(role)) throw new Error(`the stand-in has no menu role ${role}`)
  if (type === 'submenu' && !hasSubmenu) throw new Error('Invalid submenu')
  if (!types.includes(type)) throw new Error(`Unknown menu item type: ${type}`)
  if (role && options.click && runsRole(role)) throw new Error(`the stand-in has no click() of the role ${role}`)
  checkOptions(options)
  const keys = options.accelerator
  if (keys && !accelerator.test(String(keys))) throw new Error(`the stand-in has no accelerator ${keys}`)
}

function checkOptions(options: Options): void {
  for (const name of missing) {
    const isGiven = name in options && options[name as keyof Options]
    if (isGiven) throw new Error(`the stand-in has no MenuItem option ${name}`)
  }
}

/** Folds separators beside each other, and leaves out those at the ends, unless they are invisible, as Electron does. */
export function foldSeparators<T extends Pick<Options, 'type' | 'visible'>>(items: T[]): T[] {
  const isSeparator = (item: T | undefined) => item?.type === 'separator'
  const isFolded = (item: T, previous: T | undefined) =>
    item.visible !== false && isSeparator(item) && isSeparator(previous)
  const folded = items.filter((item, index) => !isFolded(item, items[index - 1]))
  const isAtEnd = (index: number) => index === 0 || index === folded.length - 1
  return folded.filter((item, index) => item.visible === false || !isSeparator(item) || !isAtEnd(index))
}
