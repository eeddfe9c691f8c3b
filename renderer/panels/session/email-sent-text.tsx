import { useState } from 'preact/hooks'
import type { CommandResult } from '../../bridge'
import { richText, text } from '../../text'
import './email-sent-text.css'

interface EmailSentTextProps {
  email: string
  /** Sends another email. */
  another: { label: string; send(): Promise<CommandResult> }
  /** Goes back to the address; undefined hides the button. */
  changeAddress: (() => void) | undefined
}

/** Says where the email went, and offers to send another one. How that went shows in room that is kept for it. */
export function EmailSentText({ email, another, changeAddress }: EmailSentTextProps) {
  const [result, setResult] = useState<CommandResult | 'sending' | null>(null)
  const sendAnother = async () => {
    if (result === 'sending') return
    setResult('sending')
    setResult(await another.send())
  }
  return (
    <div class="email-sent">
      <p>{richText('signIn.mailed', { email })}</p>
      <p class="links">
        <button type="button" class="link" aria-disabled={result === 'sending'} onClick={() => void sendAnother()}>
          {another.label}
        </button>
        {changeAddress && (
          <button type="button" class="link" onClick={changeAddress}>
            {text('signIn.anotherAddress')}
          </button>
        )}
      </p>
      <div class="form-text one-line" role="status">
        {result && result !== 'sending' && <Outcome result={result} />}
      </div>
    </div>
  )
}

function Outcome({ result }: { result: CommandResult }) {
  if (result.ok) return <p class="help">{text('signIn.anotherSent')}</p>
  return <p class="error">{result.error.message}</p>
}
