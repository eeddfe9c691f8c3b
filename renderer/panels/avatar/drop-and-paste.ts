import { signal } from '@preact/signals'
import { openPanel, state } from '../../state'
import { text } from '../../text'
import { takeAddresses } from '../people/people-state'
import { cannotUse, choosePicture } from './picture-state'

/** Whether something that may be a picture is held over the window. */
export const isHeldOver = signal(false)

/** A picture may be dropped or pasted anywhere. What misses its target must not replace the page. */
export function listenForPictures(): void {
  window.addEventListener('dragover', (event) => {
    event.preventDefault()
    isHeldOver.value = isSignedIn() && mayBePicture(event.dataTransfer)
    if (event.dataTransfer) event.dataTransfer.dropEffect = isHeldOver.value ? 'copy' : 'none'
  })
  window.addEventListener('dragleave', (event) => {
    // Only what leaves the window has no other place to go to.
    if (event.relatedTarget === null) isHeldOver.value = false
  })
  window.addEventListener('drop', (event) => {
    event.preventDefault()
    isHeldOver.value = false
    if (isSignedIn() && mayBePicture(event.dataTransfer)) void take(event.dataTransfer)
  })
  window.addEventListener('paste', (event) => {
    // Some programs copy a text and a picture of it: into a field goes the text.
    const isText = event.target instanceof HTMLInputElement && event.clipboardData?.types.includes('text/plain')
    if (isSignedIn() && !isText && event.clipboardData?.types.includes('Files')) void take(event.clipboardData)
  })
}

function isSignedIn(): boolean {
  const kind = state.value?.session.kind
  return kind === 'signed-in' || kind === 'expired'
}

function mayBePicture(data: DataTransfer | null): data is DataTransfer {
  return data?.types.some((type) => type === 'Files' || type === 'text/uri-list') ?? false
}

/** By its name and what the system says of it: a list of people is no picture. */
function isText({ name, type }: File): boolean {
  return type.startsWith('text/') || /\.(csv|tsv|txt)$/i.test(name)
}

async function take(data: DataTransfer): Promise<void> {
  const items = [...data.items].filter(({ kind }) => kind === 'file')
  const isFolder = items.some((item) => item.webkitGetAsEntry()?.isDirectory)
  const [file, another] = [...data.files]
  if (openPanel.value === 'people' && file && !isFolder && !another && isText(file)) {
    await takeAddresses(file)
    return
  }
  openPanel.value = 'avatar'
  if (isFolder) cannotUse(text('avatar.folder'))
  else if (another) cannotUse(text('avatar.several'))
  else if (file) await choosePicture(file)
  else cannotUse(text('avatar.addressOnly'))
}
