import { useState } from 'preact/hooks'
import { text } from '../../text'
import { lazy } from '../../ui/lazy'
import { SettingRow } from '../../ui/setting-row'

const id = 'mailed-links'
const PasteLink = lazy(async () => (await import('./paste-link')).PasteLink)

export function LinksRow({ server }: { server: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <SettingRow id={id} namesControl={false} label={text('links.label')} help={text('links.help')}>
      <button type="button" id={id} aria-describedby={`${id}-help`} onClick={() => setOpen(true)}>
        {text('links.use')}
      </button>
      {isOpen && <PasteLink server={server} close={() => setOpen(false)} />}
    </SettingRow>
  )
}
