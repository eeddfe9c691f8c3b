import { formatSize as formatSizeIn } from '../../texts/format-size'
import { currentLocale } from '../text'

/** @returns a file size such as "3.4 MB", in the app's language */
export function formatSize(bytes: number): string {
  return formatSizeIn(bytes, currentLocale())
}
