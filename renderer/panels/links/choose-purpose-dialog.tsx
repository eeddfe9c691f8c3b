import { useState } from 'preact/hooks'
import { type CommandResult, type LinkPurpose, linkPurposes, run } from '../../bridge'
import { text } from '../../text'
import { FieldText } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { errorOf } from '../../ui/use-form'
import type { LinkDialogProps } from './link-recipient'
import './choose-purpose-dialog.css'
import '../../ui/checkbox.css'
import '../../ui/field.css'

const errorId = 'link-purpose'

/** For a link that does not say what it is for. Nothing is chosen at first, so that nobody follows a guess by accident. */
export function ChoosePurposeDialog({ link, close }: LinkDialogProps) {
  const [chosen, setChosen] = useState<LinkPurpose | null>(null)
  return (
    <FormDialog
      title={text('links.whatTitle')}
      submitLabel={text('common.continue')}
      submit={async () => {
        return chosen ? run('links.choosePurpose', { id: link.id, purpose: chosen }) : notChosen()
      }}
      close={close}
    >
      {(error) => (
        <fieldset class="field choices" aria-describedby={`${errorId}-error`}>
          <legend>{text('links.notToldYet')}</legend>
          {linkPurposes.map((purpose) => (
            <label class="check" key={purpose}>
              <input
                type="radio"
                name={`purpose-${link.id}`}
                checked={chosen === purpose}
                aria-invalid={error !== null && !chosen}
                onChange={() => setChosen(purpose)}
              />
              {text(`links.purpose.${purpose}`)}
            </label>
          ))}
          <div class="room-for-error">
            <FieldText id={errorId} help={undefined} error={chosen ? undefined : errorOf(error, 'purpose')} />
          </div>
        </fieldset>
      )}
    </FormDialog>
  )
}

function notChosen(): CommandResult {
  const message = text('links.sayFirst')
  return { ok: false, error: { code: 'invalid-input', message, field: 'purpose', canRetry: false } }
}
