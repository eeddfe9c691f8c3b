/** A byte order mark, without which spreadsheets take UTF-8 for something older. */
const mark = '\ufeff'

/** The library's own pattern passes over a text of several lines. */
const formula = /^[=+\-@\t\r]/

/** @param rows each column by its name. A text that looks like a formula stays a text: spreadsheets would run it. */
export async function toCsv(rows: Record<string, string>[]): Promise<string> {
  const { unparse } = (await import('papaparse')).default
  return mark + unparse(rows, { escapeFormulae: formula })
}
