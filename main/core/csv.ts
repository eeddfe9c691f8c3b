/** Without it, spreadsheets do not read the file as UTF-8. */
const byteOrderMark = '\ufeff'

/** A spreadsheet would run such a cell as a formula. The library's own pattern misses cells with several lines. */
const formula = /^[=+\-@\t\r]/

/** @param rows one object a row, with the cells by column name. Cells that look like formulas are escaped. */
export async function toCsv(rows: Record<string, string>[]): Promise<string> {
  const { unparse } = (await import('papaparse')).default
  return byteOrderMark + unparse(rows, { escapeFormulae: formula })
}
