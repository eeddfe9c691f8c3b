import { signal } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import type { Language, TextKey } from '../texts/languages'
import { type Tags, type Values, write, writeParts } from '../texts/write'
import { ForeignText } from './ui/foreign-text'

/** As the main process speaks. What is shown in another one is drawn anew when it changes. */
const language = signal<Language | null>(null)

/** @param spoken from now on */
export function setLanguage(spoken: Language): void {
  const { documentElement: page } = document
  page.lang = spoken.locale
  page.dir = spoken.direction
  language.value = spoken
}

/** For what Intl writes and compares; undefined for the system's. */
export function currentLocale(): string | undefined {
  return language.value?.locale
}

/** @returns the text in the language that is spoken */
export function text<Key extends TextKey>(key: Key, ...[values]: Values<Key>): string {
  return language.value ? write(language.value, key, values) : ''
}

/** What the tags in texts stand for. */
const tags: Tags<VNode> = {
  foreign: (parts) => <ForeignText text={parts.join('')} />,
  strong: (parts) => <strong>{parts}</strong>,
}

/** A text of which parts are shown in a way of their own: `<foreign>` is what somebody else wrote. */
export function rich<Key extends TextKey>(key: Key, ...[values]: Values<Key>): ComponentChildren {
  return language.value ? writeParts<VNode>(language.value, key, values, tags) : null
}
