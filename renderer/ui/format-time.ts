import { currentLocale } from '../text'

type Format = (at: number) => string

interface Formats {
  locale: string | undefined
  ofToday: Format
  ofAnyDay: Format
}

/** To make them takes longer than to write all times of a long list with them. */
let latest: Formats | undefined

/** @param at milliseconds since 1970. @returns the time of day, with the date when it was not today */
export function formatTime(at: number): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString()
  const { ofToday, ofAnyDay } = formatsOf(currentLocale())
  return isToday ? ofToday(at) : ofAnyDay(at)
}

function formatsOf(locale: string | undefined): Formats {
  if (latest && latest.locale === locale) return latest
  const ofToday = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format
  const ofAnyDay = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format
  latest = { locale, ofToday, ofAnyDay }
  return latest
}
