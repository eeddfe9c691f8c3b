import { useState } from 'preact/hooks'
import { SettingRow } from '../../ui/setting-row'
import { whenOpened } from '../../ui/when-opened'

const id = 'mailed-links'
const PasteLink = whenOpened(async () => (await import('./paste-link')).PasteLink)

export function LinksRow({ server }: { server: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <SettingRow
      id={id}
      namesControl={false}
      label="Links in Fleep’s mails"
      help="See what a link does, and for whom, before it does it."
    >
      <button type="button" id={id} aria-describedby={`${id}-help`} onClick={() => setOpen(true)}>
        Use a link…
      </button>
      {isOpen && <PasteLink server={server} close={() => setOpen(false)} />}
    </SettingRow>
  )
}
