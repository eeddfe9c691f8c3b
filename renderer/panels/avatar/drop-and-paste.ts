import { signal } from '@preact/signals'
import { openPanel, state } from '../../state'
import { text } from '../../text'
import { openPictureFile, showPictureProblem } from './picture-state'

/** Whether the user drags something over the window that may be a picture. */
export const isDraggedOver = signal(false)

/** Accepts pictures that are dropped or pasted anywhere. Nothing that is dropped may replace the page. */
export function acceptPictures(): void {
  window.addEventListener('dragover', (event) => {
    if (isForField(event)) return
    event.preventDefault()
    isDraggedOver.value = canAccept() && mayBePicture(event.dataTransfer)
    if (event.dataTransfer) event.dataTransfer.dropEffect = isDraggedOver.value ? 'copy' : 'none'
  })
  window.addEventListener('dragleave', (event) => {
    // relatedTarget is null only when the pointer leaves the window.
    if (event.relatedTarget === null) isDraggedOver.value = false
  })
  window.addEventListener('drop', (event) => {
    if (isForField(event)) return
    event.preventDefault()
    isDraggedOver.value = false
    if (canAccept() && mayBePicture(event.dataTransfer)) void accept(event.dataTransfer)
  })
  window.addEventListener('paste', (event) => {
    const types = event.clipboardData?.types ?? []
    // Some programs copy a text together with a picture of it, as spreadsheets do with cells.
    const isText = types.includes('text/plain') || (isEditable(event.target) && types.includes('text/html'))
    if (canAccept() && !isText && types.includes('Files') && event.clipboardData) void accept(event.clipboardData)
  })
}

/** A picture opens another panel, so none is accepted while a dialog is open: what is typed there would be lost. */
function canAccept(): boolean {
  const { kind } = state.session.value
  const isSignedIn = kind === 'signed-in' || kind === 'expired'
  return isSignedIn && !document.querySelector('dialog[open]')
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, [contenteditable]')
}

/** Words that are dropped on a field are inserted there, as by the browser. */
function isForField({ target, dataTransfer }: DragEvent): boolean {
  const types = dataTransfer?.types ?? []
  return isEditable(target) && types.includes('text/plain') && !types.includes('Files')
}

function mayBePicture(data: DataTransfer | null): data is DataTransfer {
  return data?.types.some((type) => type === 'Files' || type === 'text/uri-list') ?? false
}

/** By its name and its type: a list of people is not a picture. */
function isTextFile({ name, type }: File): boolean {
  return type.startsWith('text/') || /\.(csv|tsv|txt)$/i.test(name)
}

async function accept(data: DataTransfer): Promise<void> {
  const items = [...data.items].filter(({ kind }) => kind === 'file')
  const isFolder = items.some((item) => item.webkitGetAsEntry()?.isDirectory)
  const [file, another] = [...data.files]
  if (openPanel.value === 'people' && file && !isFolder && !another && isTextFile(file)) {
    // With a parser of address lists, which the start of the window does not need.
    const { addAddressesFrom } = await import('../people/entered-addresses')
    await addAddressesFrom(file)
    return
  }
  openPanel.value = 'avatar'
  if (isFolder) showPictureProblem(text('avatar.folder'))
  else if (another) showPictureProblem(text('avatar.several'))
  else if (file) await openPictureFile(file)
  else showPictureProblem(text('avatar.addressOnly'))
}
