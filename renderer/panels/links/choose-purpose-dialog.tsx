import { useState } from 'preact/hooks'
import { type LinkPurpose, linkPurposes, run } from '../../bridge'
import { text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import type { LinkDialogProps } from './link-recipient'
import './choose-purpose-dialog.css'
import '../../ui/checkbox.css'
import '../../ui/field.css'

/** For a link that does not say what it is for. */
export function ChoosePurposeDialog({ link, close }: LinkDialogProps) {
  const [chosen, setChosen] = useState<LinkPurpose>('confirm-account')
  return (
    <FormDialog
      title={text('links.whatTitle')}
      submitLabel={text('common.continue')}
      submit={() => run('links.choosePurpose', { purpose: chosen })}
      close={close}
    >
      {() => (
        <fieldset class="field choices">
          <legend>{text('links.notToldYet')}</legend>
          {linkPurposes.map((purpose) => (
            <label class="check" key={purpose}>
              <input
                type="radio"
                name={`purpose-${link.id}`}
                checked={chosen === purpose}
                onChange={() => setChosen(purpose)}
              />
              {text(`links.purpose.${purpose}`)}
            </label>
          ))}
        </fieldset>
      )}
    </FormDialog>
  )
}
