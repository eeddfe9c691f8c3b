import { text } from '../../text'

/** The flags whose effect is known. Source: the facts sheet, section 6. */
export const knownFlags = [
  'send_email_on_enter',
  'emoticons_old',
  'show_onboarding',
  'no_avatar_in_flow_mobile',
  'desktop_sounds_disabled',
] as const

/** @returns what a known flag does; an unknown flag has its name as label */
export function describeFlag(flag: string): { label: string; help: string } {
  const known = knownFlags.find((name) => name === flag)
  if (!known) return { label: flag, help: text('flags.unknown') }
  return { label: text(`flags.${known}`), help: text(`flags.${known}.help`) }
}
