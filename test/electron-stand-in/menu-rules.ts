import type Electron from 'electron'

/** Electron's roles that the stand-in knows, without those that it could not show in any way. */
const roles = new Set(
  (
    'undo redo cut copy paste delete selectAll about services hide hideOthers unhide quit close minimize zoom front ' +
    'resetZoom zoomIn zoomOut togglefullscreen window help'
  ).split(' '),
)
const types = new Set(['normal', 'separator', 'submenu', 'checkbox', 'radio'])

const modifiers = 'Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta'
const names =
  'Plus|Space|Tab|Capslock|Numlock|Scrolllock|Backspace|Delete|Insert|Return|Enter|Up|Down|Left|Right|Home|End|PageUp|' +
  'PageDown|Escape|Esc|PrintScreen'
const accelerator = new RegExp(`^((${modifiers})\\+)*([0-9A-Z]|F([1-9]|1[0-9]|2[0-4])|${names}|[!-/:-@[-\`{-~])$`, 'i')

/**
 * Throws for what Electron throws for, and for what Electron ignores without a word.
 * Source: lib/browser/api/menu.ts and menu-item.ts, menu-item-roles.ts, and docs/tutorial/keyboard-shortcuts.md of Electron.
 */
export function checkMenuItem(options: Electron.MenuItemConstructorOptions): void {
  const { label, role, type, submenu } = options
  if (label === undefined && role === undefined && type === undefined) {
    throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type')
  }
  if (type !== undefined && !types.has(type)) throw new Error(`Unknown menu item type: ${type}`)
  if (type === 'submenu' && !submenu) throw new Error('Invalid submenu')
  if (role !== undefined && !roles.has(role)) throw new Error(`the stand-in has no menu role ${role}`)
  if (role !== undefined && options.click) throw new Error(`Electron does not call click() of the role ${role}`)
  checkAccelerator(options)
}

function checkAccelerator(options: Electron.MenuItemConstructorOptions): void {
  if (options.accelerator === undefined) return
  if (!accelerator.test(String(options.accelerator))) throw new TypeError(`Invalid accelerator: ${options.accelerator}`)
  // Electron triggers an entry for a key that the page does not prevent. The stand-in's pages keep all keys.
  if (options.registerAccelerator !== false) throw new Error('the stand-in has no registered accelerators')
}
