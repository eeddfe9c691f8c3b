import { currentLocale } from '../text'

type Format = (time: number) => string

interface Formats {
  locale: string | undefined
  ofToday: Format
  ofAnyDay: Format
}

/** Creating the formats takes longer than using them for a long list. */
let latest: Formats | undefined

/** @param time in milliseconds since 1970. @returns the time of day, with the date unless it is today */
export function formatTime(time: number): string {
  const isToday = new Date(time).toDateString() === new Date().toDateString()
  const { ofToday, ofAnyDay } = formatsOf(currentLocale())
  return isToday ? ofToday(time) : ofAnyDay(time)
}

function formatsOf(locale: string | undefined): Formats {
  if (latest && latest.locale === locale) return latest
  const ofToday = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format
  const ofAnyDay = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format
  latest = { locale, ofToday, ofAnyDay }
  return latest
}

/** @param time in milliseconds since 1970. @returns the date alone */
export function formatDate(time: number): string {
  return new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'long' }).format(time)
}
