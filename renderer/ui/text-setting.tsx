import { useRef } from 'preact/hooks'
import type { CommandResult } from '../bridge'
import { draftOf, dropDraft, save, saveStatusOf, setDraft, setIdle } from '../saving'
import { SettingRow, type SettingText } from './setting-row'

interface TextSettingProps extends SettingText {
  value: string
  placeholder?: string
  /** Which keyboard a touch screen shows. */
  inputMode?: 'text' | 'tel'
  change(value: string): Promise<CommandResult>
}

/** A line of text. Enter, or leaving the field, saves it; Escape restores it. A draft stays until either happens. */
export function TextSetting({ value, placeholder, inputMode = 'text', change, ...text }: TextSettingProps) {
  const { id } = text
  const draft = draftOf(id) as string | undefined
  const hasFailed = saveStatusOf(id).kind === 'failed'
  const { submit, restore } = useDraft(id, value, change)
  return (
    <SettingRow {...text}>
      <input
        id={id}
        inputMode={inputMode}
        dir="auto"
        value={draft ?? value}
        {...(placeholder && { placeholder })}
        spellcheck={false}
        autocomplete="off"
        aria-invalid={hasFailed}
        aria-describedby={`${id}-help ${id}-note`}
        onInput={(event) => {
          setDraft(id, event.currentTarget.value)
          if (hasFailed) setIdle(id)
        }}
        // Leaving the field does not send again what has just failed.
        onBlur={() => !hasFailed && void submit()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void submit()
          if (event.key === 'Escape') restore()
        }}
      />
    </SettingRow>
  )
}

function useDraft(id: string, value: string, change: TextSettingProps['change']) {
  /** The value that is being saved, so that Enter and then leaving the field send it once. */
  const sending = useRef<string | null>(null)
  const restore = () => {
    dropDraft(id)
    setIdle(id)
  }
  const submit = async () => {
    const typed = trimmedDraftOf(id)
    if (typed === undefined || typed === sending.current) return
    if (typed === value && sending.current === null) return restore()
    sending.current = typed
    const send = async () => {
      const result = await change(typed)
      // More may have been typed while the value was saved.
      if (result.ok && trimmedDraftOf(id) === typed) dropDraft(id)
      return result
    }
    await save(id, send, () => change(value))
    if (sending.current === typed) sending.current = null
  }
  return { submit, restore }
}

function trimmedDraftOf(id: string): string | undefined {
  return (draftOf(id) as string | undefined)?.trim()
}
