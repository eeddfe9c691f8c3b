import { unparse } from 'papaparse'
import type { Person } from '../../preload/contract'

/** A byte order mark, without which spreadsheets take UTF-8 for something older. */
const mark = '\ufeff'

/** A name that looks like a formula stays a text: spreadsheets would run it. */
export function toCsv(people: Person[]): string {
  const rows = people.map(({ displayName, address, fleepId, state, id }) => ({
    name: displayName,
    address,
    'fleep id': fleepId,
    state: state ?? '',
    'account id': id,
  }))
  return mark + unparse(rows, { escapeFormulae: true })
}
