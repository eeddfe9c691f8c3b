import { type BrowserWindow, dialog } from 'electron'
import type { ChosenFile } from '../../contract'
import { readChosenFile } from '../core/read-chosen-file'
import { text } from '../core/text'

const kinds = {
  picture: {
    title: 'dialog.choosePicture',
    filter: { name: 'dialog.pictures', extensions: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'avif', 'bmp', 'svg'] },
  },
  profile: { title: 'dialog.chooseSettings', filter: { name: 'dialog.settings', extensions: ['json'] } },
} as const

/**
 * Asks the user to choose a file. Its contents are not checked.
 * @returns null if they cancel
 * @throws Failure `invalid-input` if the file cannot be read or is too large
 */
export async function chooseFile(
  window: BrowserWindow | undefined,
  kind: 'picture' | 'profile',
): Promise<ChosenFile | null> {
  const { title, filter } = kinds[kind]
  const options: Electron.OpenDialogOptions = {
    title: text(title),
    properties: ['openFile'],
    filters: [
      { name: text(filter.name), extensions: [...filter.extensions] },
      { name: text('dialog.allFiles'), extensions: ['*'] },
    ],
  }
  const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  const [path] = filePaths
  return path === undefined ? null : readChosenFile(path)
}

/** Asks the user where to save a file. @param name the suggested file name. @returns the path; null if they cancel */
export async function chooseSaveLocation(window: BrowserWindow | undefined, name: string): Promise<string | null> {
  const options: Electron.SaveDialogOptions = { defaultPath: name }
  const { filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  return filePath || null
}
