import { spokenLocale } from '../text'

/** @param at milliseconds since 1970. @returns the time of day, with the date when it was not today */
export function timeOf(at: number): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString()
  const format: Intl.DateTimeFormatOptions = isToday
    ? { timeStyle: 'short' }
    : { dateStyle: 'medium', timeStyle: 'short' }
  return new Intl.DateTimeFormat(spokenLocale(), format).format(at)
}
