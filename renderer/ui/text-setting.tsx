import { useRef } from 'preact/hooks'
import type { CommandResult } from '../bridge'
import { draftOf, dropDraft, save, savingOf, setDraft, setIdle } from '../saving'
import { SettingRow, type SettingText } from './setting-row'

export interface TextSettingProps extends SettingText {
  value: string
  placeholder?: string
  /** Which keyboard a touch screen shows. */
  inputMode?: 'text' | 'tel'
  change(value: string): Promise<CommandResult>
}

/** Applies on Enter or on leaving the field; Escape restores. What was typed stays until it is saved or restored. */
export function TextSetting({ value, placeholder, inputMode = 'text', change, ...text }: TextSettingProps) {
  const { id } = text
  const draft = draftOf(id) as string | undefined
  const saving = savingOf(id)

  /** What is on its way, so that Enter and then leaving the field send it once. */
  const sending = useRef<string | null>(null)

  const apply = async () => {
    const typed = typedNow(id)
    if (typed === undefined || typed === sending.current) return
    if (typed === value && sending.current === null) {
      restore()
      return
    }
    sending.current = typed
    await save(
      id,
      async () => {
        const result = await change(typed)
        // Only what was sent is done with: more may have been typed in the meantime.
        if (result.ok && typedNow(id) === typed) dropDraft(id)
        return result
      },
      () => change(value),
    )
    if (sending.current === typed) sending.current = null
  }
  const restore = () => {
    dropDraft(id)
    setIdle(id)
  }
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
        aria-invalid={saving.kind === 'failed'}
        aria-describedby={`${id}-help ${id}-note`}
        onInput={(event) => {
          setDraft(id, event.currentTarget.value)
          if (saving.kind === 'failed') setIdle(id)
        }}
        // What has just failed is not sent again by merely leaving the field.
        onBlur={() => saving.kind !== 'failed' && void apply()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void apply()
          if (event.key === 'Escape') restore()
        }}
      />
    </SettingRow>
  )
}

function typedNow(id: string): string | undefined {
  return (draftOf(id) as string | undefined)?.trim()
}
