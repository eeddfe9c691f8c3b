import { useEffect } from 'preact/hooks'
import { type KeychainCheck, keychainStepStates, run } from '../../bridge'
import { keychainName } from '../../keychain-name'
import { state } from '../../state'
import { text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import { StepList } from '../smtp/check-steps'
import './keychain-check-dialog.css'

const tryAgain = () => void run('app.checkKeychain', {})

/** Checks the keychain step by step, and says what to do about what is wrong. */
export function KeychainCheckDialog({ close }: { close(): void }) {
  useEffect(tryAgain, [])
  const check = state.keychainCheck.value
  const isRunning = check === null || check.kind === 'running'
  return (
    <FormDialog
      title={text('keychainCheck.title')}
      submitLabel={text('common.close')}
      cancelLabel={null}
      isWide
      submit={async () => ({ ok: true, value: undefined })}
      close={close}
      aside={() => (
        <div class="keychain-actions">
          <button type="button" aria-disabled={isRunning} onClick={() => !isRunning && tryAgain()}>
            {text('common.tryAgain')}
          </button>
          <button
            type="button"
            aria-disabled={isRunning}
            onClick={() => !isRunning && void run('app.copyKeychainCheck', {})}
          >
            {text('diagnostics.copy')}
          </button>
        </div>
      )}
    >
      {() => (
        <>
          <p>{text('keychainCheck.text', { keychain: keychainName() })}</p>
          {check && (
            <StepList
              steps={keychainStepStates(check).map((step) => ({
                key: step.step,
                label: text(`keychainCheck.step.${step.step}`),
                state: step.state,
              }))}
            />
          )}
          <div class="keychain-outcome" role="status">
            <Outcome check={check} />
          </div>
        </>
      )}
    </FormDialog>
  )
}

function Outcome({ check }: { check: KeychainCheck | null }) {
  if (check?.kind === 'working') {
    return <p class="saved">{text('keychainCheck.works', { keychain: keychainName() })}</p>
  }
  if (check?.kind !== 'failed') {
    return (
      <p key="running" class="help delayed">
        {text('keychainCheck.running', { keychain: keychainName() })}
        {check && mayPrompt.has(check.step) && <> {text('keychainCheck.promptOpen')}</>}
      </p>
    )
  }
  return (
    <>
      <p class="error">{check.message}</p>
      <p>{check.advice}</p>
      {check.systemMessage && (
        <p class="help">
          <q>{check.systemMessage}</q>
        </p>
      )}
    </>
  )
}

/** The steps in which the system may ask the user something. */
const mayPrompt = new Set(['collection', 'unlock', 'write', 'read', 'remove'])
