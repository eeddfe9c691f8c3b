import { useEffect, useState } from 'preact/hooks'
import { run } from '../../bridge'
import { FormDialog } from '../../ui/form-dialog'

/** The person wants help, and to see beforehand what they give away for it: all of it is shown before it is copied. */
export function Diagnostics({ close }: { close(): void }) {
  const [text, setText] = useState('')
  useEffect(() => {
    void run('app.diagnostics', {}).then((result) => setText(result.ok ? result.value.text : result.error.message))
  }, [])
  return (
    <FormDialog
      title="Diagnostics"
      submitLabel="Copy"
      cancelLabel="Close"
      isWide
      submit={() => run('app.copyDiagnostics', {})}
      close={close}
    >
      {() => (
        <>
          <p>For whoever helps you. Nothing in it tells who you are, or what you wrote.</p>
          <textarea class="diagnostics" aria-label="Diagnostics" rows={10} readOnly value={text} />
        </>
      )}
    </FormDialog>
  )
}
