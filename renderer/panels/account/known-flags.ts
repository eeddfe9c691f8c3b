/** What is known of flags. Source: the facts sheet, section 6. */
export const knownFlags: Record<string, { label: string; help: string }> = {
  send_email_on_enter: { label: 'Enter sends', help: 'In a message that goes out by mail, too.' },
  emoticons_old: { label: 'Old emoticons', help: 'As Fleep drew them before.' },
  show_onboarding: { label: 'Introduction', help: 'Fleep’s apps show newcomers around.' },
  no_avatar_in_flow_mobile: { label: 'No pictures on phones', help: 'Conversations on a phone show no avatars.' },
  desktop_sounds_disabled: { label: 'No sounds on the desktop', help: 'New messages make no noise.' },
}
