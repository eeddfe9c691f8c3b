import type Electron from 'electron'
import { withReadiness } from './readiness'
import { record } from './record'
import { refuseTheRest } from './refuse'

const messageTypes = ['none', 'info', 'warning', 'error', 'question']

/** The options without the window that may come before them, which has methods. */
function optionsOf<T>(args: unknown[], standard: T): T {
  return (args.at(-1) ?? standard) as T
}

/**
 * Records the dialog, and answers with the next of `standIn.dialogAnswers`. If there is none, the user dismisses the dialog.
 */
function show<T>(kind: string, options: object, dismissed: T): Promise<T> {
  record.dialogs.push({ kind, options })
  return Promise.resolve((record.dialogAnswers.shift() as T | undefined) ?? dismissed)
}

/** @throws TypeError with Electron's sentence. Source: lib/browser/api/dialog.ts */
function requireStrings(options: object, sentences: Record<string, string>): void {
  for (const [name, subject] of Object.entries(sentences)) {
    const value: unknown = Reflect.get(options, name) ?? ''
    if (typeof value !== 'string') throw new TypeError(`${subject} must be a string`)
  }
}

const fileDialogStrings = {
  title: 'Title',
  buttonLabel: 'Button label',
  defaultPath: 'Default path',
  message: 'Message',
}

/** @returns the index of the button that stands for dismissing the box. Source: lib/browser/api/dialog.ts */
function cancelIdOf({ cancelId, defaultId, buttons = [] }: Electron.MessageBoxOptions): number {
  if (cancelId !== undefined && cancelId !== null) return cancelId
  const cancel = buttons.findIndex((button) => ['cancel', 'no'].includes(button.toLowerCase()))
  if (cancel >= 0) return cancel
  return defaultId === 0 && buttons.length > 1 ? 1 : 0
}

function showMessageBox(...args: unknown[]): Promise<Electron.MessageBoxReturnValue> {
  const options = optionsOf<Electron.MessageBoxOptions>(args, { message: '' })
  const { type = 'none', buttons = [], noLink = false, checkboxLabel, checkboxChecked = false } = options
  if (!messageTypes.includes(type)) throw new TypeError('Invalid message box type')
  if (!Array.isArray(buttons)) throw new TypeError('Buttons must be an array')
  if (typeof noLink !== 'boolean') throw new TypeError('noLink must be a boolean')
  requireStrings(options, { title: 'Title', message: 'Message', detail: 'Detail', checkboxLabel: 'checkboxLabel' })
  if (checkboxChecked && !checkboxLabel) {
    throw new Error('checkboxChecked requires that checkboxLabel also be passed')
  }
  const dismissed = { response: cancelIdOf(options), checkboxChecked: Boolean(checkboxChecked) }
  if (options.signal) throw new Error('the stand-in has no MessageBox option signal')
  return show('message', options, dismissed)
}

function showOpenDialog(...args: unknown[]): Promise<Electron.OpenDialogReturnValue> {
  const options = optionsOf<Electron.OpenDialogOptions>(args, { title: 'Open' })
  if (!Array.isArray(options.properties ?? [])) throw new TypeError('Properties must be an array')
  requireStrings(options, fileDialogStrings)
  return show('open', options, { canceled: true, filePaths: [] })
}

function showSaveDialog(...args: unknown[]): Promise<Electron.SaveDialogReturnValue> {
  const options = optionsOf<Electron.SaveDialogOptions>(args, { title: 'Save' })
  requireStrings(options, { ...fileDialogStrings, nameFieldLabel: 'Name field label' })
  return show('save', options, { canceled: true, filePath: '' })
}

function showErrorBox(...args: [title: string, content: string]): void {
  const [title, content] = args
  if (args.length < 2) throw new TypeError('Insufficient number of arguments.')
  const wrong = args.findIndex((argument) => typeof argument !== 'string')
  if (wrong >= 0) throw new TypeError(`Error processing argument at index ${wrong}, conversion failure`)
  record.dialogs.push({ kind: 'error', options: { title, content } })
  process.stderr.write(`${title}: ${content}\n`)
}

const dialogs = refuseTheRest('dialog', {
  showOpenDialog,
  showSaveDialog,
  showMessageBox,
  showErrorBox,
} satisfies Partial<Record<keyof Electron.Dialog, unknown>>)

export const dialog = withReadiness(dialogs, 'dialog module can only be used after app is ready', ['showErrorBox'])
