import { text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import { AboutRows } from './about-rows'
import { ManagedRows } from './managed-rows'

export function AboutDialog({ close }: { close(): void }) {
  return (
    <FormDialog
      title={text('panel.app')}
      submitLabel={text('common.close')}
      cancelLabel={null}
      submit={async () => ({ ok: true, value: undefined })}
      close={close}
    >
      {() => (
        <div>
          <AboutRows />
          <ManagedRows />
        </div>
      )}
    </FormDialog>
  )
}
