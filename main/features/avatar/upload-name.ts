import { safeFileName } from '../../core/file-name'

const extensions: Record<string, string> = { 'image/jpeg': '.jpg', 'image/png': '.png' }
/** In characters. */
const longestStem = 100

/**
 * @param chosen the name of the file that the user chose, perhaps with its path; empty if there is none
 * @param type the MIME type of what is uploaded
 * @returns the name to send in a header: without the path, in letters and digits of ASCII, with the extension of the type
 */
export function uploadName(chosen: string, type: string): string {
  const stem = safeFileName(chosen, '').replace(/\.[^.]*$/, '')
  const ascii = stem
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.-]+/g, '-')
  const trimmed = ascii.slice(0, longestStem).replace(/^[-.]+|[-.]+$/g, '')
  return `${trimmed || 'avatar'}${extensions[type] ?? ''}`
}
