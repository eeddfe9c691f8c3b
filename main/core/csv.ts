/** Without it, spreadsheets do not read the file as UTF-8. */
const byteOrderMark = '\ufeff'

/**
 * Where a spreadsheet may see a formula: at a sign, also a full-width one, behind what the spreadsheet may take for the
 * start of a cell. That depends on the separator that it was told, and on the quotes that it then no longer understands.
 * The sign comes first in the pattern, so that a long text without signs takes no time.
 */
const formulaStart =
  /(?=[=+\-@＝＋－＠﹢﹣﹦﹫−])(?<=(?:^|[,;|\t\r\n\v\f\u0085\u2028\u2029])[\s\p{C}\p{Mn}\u115f\u1160\u3164\uffa0"]*)/gu

/**
 * Every cell is quoted, and no cell is a formula, whichever of comma, semicolon, tab and bar a spreadsheet separates cells
 * by. The price: an apostrophe stands before a sign at the start of a cell or line, or behind a separator, so "+372 5…" is
 * "'+372 5…", "-5" is "'-5", and a list that begins its lines with "-" has "'-".
 *
 * @param rows one object a row, with the cells by column name
 */
export async function toCsv(rows: Record<string, string>[]): Promise<string> {
  const { unparse } = (await import('papaparse')).default
  const harmless = rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, defuse(cell)])))
  return byteOrderMark + unparse(harmless, { quotes: true })
}

function defuse(cell: string): string {
  return cell.replace(formulaStart, "'")
}
