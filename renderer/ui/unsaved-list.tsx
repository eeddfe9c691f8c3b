import { text } from '../text'
import type { UnsavedSetting } from '../unsaved'

/** Names the settings whose entered values would be lost. */
export function UnsavedList({ unsaved }: { unsaved: UnsavedSetting[] }) {
  return <p>{text('unsaved.list', { count: unsaved.length, names: unsaved.map(({ label }) => label).join(', ') })}</p>
}
