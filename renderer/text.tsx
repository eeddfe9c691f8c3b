import { signal } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import { formatText, formatTextParts, type Tags, type Values } from '../texts/format'
import type { Language, TextKey } from '../texts/languages'
import { ForeignText } from './ui/foreign-text'

/** The language of the main process. A component that shows a text re-renders when it changes. */
const language = signal<Language | null>(null)

export function setLanguage(next: Language): void {
  const { documentElement: page } = document
  page.lang = next.locale
  page.dir = next.direction
  language.value = next
}

/** @returns the locale for Intl; undefined stands for the system's */
export function currentLocale(): string | undefined {
  return language.value?.locale
}

/** @returns the text in the current language */
export function text<Key extends TextKey>(key: Key, ...[values]: Values<Key>): string {
  return language.value ? formatText(language.value, key, values) : ''
}

/** How the tags in texts are rendered. */
const tags: Tags<VNode> = {
  foreign: (parts) => <ForeignText text={parts.join('')} />,
  strong: (parts) => <strong>{parts}</strong>,
}

/** @returns a text with tags, as elements. `<foreign>` marks what somebody else wrote. */
export function richText<Key extends TextKey>(key: Key, ...[values]: Values<Key>): ComponentChildren {
  return language.value ? formatTextParts<VNode>(language.value, key, values, tags) : null
}
