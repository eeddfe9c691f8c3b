import MiniSearch from 'minisearch'
import type { AppState } from '../bridge'
import { type Findable, findables } from './settings'

/** Without accents and capitals, so that both can be left out. */
const plain = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

const index = new MiniSearch<Findable>({
  fields: ['label', 'title', 'words'],
  processTerm: plain,
  searchOptions: {
    prefix: true,
    fuzzy: (word) => (word.length > 3 ? 0.25 : false),
    boost: { label: 3, title: 3 },
    combineWith: 'AND',
  },
})
index.addAll(findables)

/** @returns what is called like that, the best first */
export function find(typed: string, state: AppState): Findable[] {
  const ids = index.search(typed).map(({ id }) => id as string)
  return ids.flatMap((wanted) => findables.filter(({ id, isThere }) => id === wanted && isThere?.(state) !== false))
}
