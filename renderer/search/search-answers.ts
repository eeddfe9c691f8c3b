import type { PlainKey } from '../../texts/format'
import { fleepPage } from '../bridge'
import type { SearchText } from './search-entries'

/** The page that an answer opens; null if there is nothing to open. */
const pages = {
  deleteAccount: fleepPage,
  twoStep: fleepPage,
  sessions: fleepPage,
  darkMode: null,
  textSize: null,
  timeZone: null,
  signature: fleepPage,
  desktopNotifications: fleepPage,
  receiving: fleepPage,
  plans: fleepPage,
} as const

/** A sentence in the list, for something that is not a setting of this app. */
export interface SearchAnswer extends SearchText {
  /** The sentence. */
  answer: PlainKey
  /** The page that the answer opens in the browser; null if it opens nothing. */
  page: string | null
}

/** An answer for everything that people look for here, but can only do elsewhere or not at all. */
export const searchAnswers: SearchAnswer[] = (Object.keys(pages) as (keyof typeof pages)[]).map((name) => ({
  id: `answer-${name}`,
  label: `answer.${name}`,
  answer: `answer.${name}.text`,
  synonyms: `answer.${name}.find`,
  page: pages[name],
}))
