import { useEffect, useRef } from 'preact/hooks'
import type { CommandResult } from '../bridge'
import { draftOf, dropDraft, save, saveStatusOf, setDraft, setIdle } from '../saving'
import { text } from '../text'
import { useField } from '../unsaved'
import { SettingRow, type SettingText } from './setting-row'

interface TextSettingProps extends SettingText {
  value: string
  placeholder?: string
  /** Which keyboard a touch screen shows. */
  inputMode?: 'text' | 'tel'
  /** Whether the setting was removed; its row keeps its place. */
  isGone?: boolean
  change(value: string): Promise<CommandResult>
}

/** A line of text. Enter, or leaving the field, saves it; Escape restores it. A draft stays until either happens. */
export function TextSetting({
  value,
  placeholder,
  inputMode = 'text',
  isGone = false,
  change,
  ...texts
}: TextSettingProps) {
  const { id } = texts
  const draft = draftOf(id) as string | undefined
  const status = saveStatusOf(id).kind
  const hasFailed = status === 'failed'
  const { submit, restore, isSending } = useDraft(id, value, change)
  useField(id, { label: texts.label, submit })
  const isUnsaved = draft !== undefined && draft.trim() !== (isSending() ?? value) && !hasFailed
  return (
    <SettingRow {...texts} hint={isUnsaved ? text('saving.howToSave') : null}>
      <input
        id={id}
        inputMode={inputMode}
        dir="auto"
        disabled={isGone}
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
  /** What is being saved, so that Enter and then leaving the field send it once. */
  const sending = useRef<{ typed: string; isSaved: Promise<boolean> } | null>(null)
  const latest = useRef({ value, change })
  latest.current = { value, change }
  const actions = useRef({
    isSending: () => sending.current?.typed ?? null,
    restore: () => {
      dropDraft(id)
      if (saveStatusOf(id).kind === 'failed') setIdle(id)
    },
    submit: async () => {
      const { value: known, change: send } = latest.current
      const earlier = sending.current
      const typed = trimmedDraftOf(id)
      if (typed === undefined || typed === earlier?.typed) return
      if (typed === known && !earlier) return dropDraft(id)
      const sendTyped = async () => {
        const result = await send(typed)
        // More may have been typed while the value was saved.
        if (result.ok && trimmedDraftOf(id) === typed) dropDraft(id)
        return result
      }
      // The state does not have the value yet that is still being saved.
      const sendBack = async () => send(earlier && (await earlier.isSaved) ? earlier.typed : known)
      const isSaved = save(id, sendTyped, sendBack).then(({ ok }) => ok)
      const own = { typed, isSaved }
      sending.current = own
      await isSaved
      if (sending.current === own) sending.current = null
    },
  }).current
  // An element that is removed while it has the focus does not lose it in every browser.
  useEffect(() => () => void (saveStatusOf(id).kind !== 'failed' && actions.submit()), [])
  return actions
}

function trimmedDraftOf(id: string): string | undefined {
  return (draftOf(id) as string | undefined)?.trim()
}
