import { useEffect, useState } from 'preact/hooks'
import { run } from '../../bridge'
import { text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import './diagnostics-dialog.css'

/** Shows the whole diagnostics report, so that users see what they copy. */
export function DiagnosticsDialog({ close }: { close(): void }) {
  const [report, setReport] = useState('')
  useEffect(() => {
    void run('app.showDiagnostics', {}).then((result) =>
      setReport(result.ok ? result.value.text : result.error.message),
    )
  }, [])
  return (
    <FormDialog
      title={text('diagnostics.title')}
      submitLabel={text('diagnostics.copy')}
      cancelLabel={text('common.close')}
      isWide
      submit={() => run('app.copyDiagnostics', {})}
      close={close}
    >
      {() => (
        <>
          <p>{text('diagnostics.text')}</p>
          <textarea class="diagnostics" aria-label={text('diagnostics.title')} rows={10} readOnly value={report} />
        </>
      )}
    </FormDialog>
  )
}
