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
 * Asks for one file. What is in it is judged where dropped and pasted files are judged too.
 * @returns null where none was chosen
 * @throws Failure for a file that cannot be read or is too large to be
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

/** @param name that is suggested. @returns where to write a file, null where nothing was chosen */
export async function chooseSaveLocation(window: BrowserWindow | undefined, name: string): Promise<string | null> {
  const options: Electron.SaveDialogOptions = { defaultPath: name }
  const { filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  return filePath || null
}
