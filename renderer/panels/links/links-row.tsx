import { useState } from 'preact/hooks'
import { state } from '../../state'
import { text } from '../../text'
import { lazy } from '../../ui/lazy'
import { SettingRow } from '../../ui/setting-row'

const id = 'mailed-links'
const PasteLinkDialog = lazy(async () => (await import('./paste-link-dialog')).PasteLinkDialog)

/** Opens a link from a Fleep email in this app. */
export function LinksRow() {
  const [isOpen, setOpen] = useState(false)
  return (
    <SettingRow id={id} namesControl={false} label={text('links.label')} help={text('links.help')}>
      <button type="button" id={id} aria-describedby={`${id}-help`} onClick={() => setOpen(true)}>
        {text('links.use')}
      </button>
      {isOpen && <PasteLinkDialog server={state.server.value} close={() => setOpen(false)} />}
    </SettingRow>
  )
}
