import { useState } from 'preact/hooks'
import { type EmailInterval, run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import { Segments } from '../../ui/segments'
import { emailIntervalOptions } from '../account/email-intervals'
import { type LinkDialogProps, LinkRecipient } from './link-recipient'
import '../../ui/field.css'

/** Changes how often Fleep sends emails, by the link in one of them. */
export function ChangeIntervalDialog({ link, close }: LinkDialogProps) {
  const [interval, setInterval] = useState<EmailInterval>(state.account.peek()?.emailInterval ?? 'daily')
  return (
    <FormDialog
      title={text('links.title.email-interval')}
      submitLabel={text('common.change')}
      submit={() => run('links.setInterval', { id: link.id, emailInterval: interval })}
      close={close}
    >
      {() => (
        <>
          <LinkRecipient link={link} />
          <fieldset class="field">
            <legend>{text('links.intervalLabel')}</legend>
            <Segments
              name="link-interval"
              options={emailIntervalOptions()}
              value={interval}
              choose={(value) => setInterval(value)}
            />
          </fieldset>
        </>
      )}
    </FormDialog>
  )
}
