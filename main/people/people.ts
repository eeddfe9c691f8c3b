import type { Person } from '../../preload/contract'
import type { Pictures } from '../avatar/pictures'
import { toCsv } from '../csv'
import { Failure } from '../failure'
import { lookUp } from '../fleep/lookup'
import { type ChooseTarget, saveAs } from '../save-as'
import type { Session } from '../session/session'
import type { Store } from '../store'
import { text } from '../text'

/** Looks people up by their addresses. */
export class People {
  constructor(
    private readonly session: Session,
    private readonly store: Store,
    private readonly pictures: Pick<Pictures, 'addressOf'>,
    private readonly chooseTarget: ChooseTarget,
  ) {
    session.accompany({
      end: () => store.change({ people: null, lookup: null }),
    })
  }

  /** @throws Failure; then those who were found before are still shown */
  async lookup(wanted: string[], ignored: string[]): Promise<void> {
    const total = wanted.length
    const progress = (done: number) => this.store.change({ lookup: { done, total } })
    const addressOf = (url: string) => this.pictures.addressOf(url, this.store.state.server)
    progress(0)
    try {
      const people = await this.session.use((fleep) => lookUp(fleep, wanted, ignored, addressOf, progress))
      this.store.change({ people })
    } finally {
      this.store.change({ lookup: null })
    }
  }

  /** @returns the file's name, null where none was chosen. @throws Failure for one that cannot be written */
  async save(): Promise<{ name: string } | null> {
    const { people } = this.store.state
    if (!people?.length) throw new Failure('refused', text('people.nobodyToSave'))
    return saveAs(this.chooseTarget, 'people.csv', await toCsv(people.map(toRow)))
  }
}

function toRow({ displayName, address, fleepId, state, id }: Person): Record<string, string> {
  return { name: displayName, address, 'fleep id': fleepId, state: state ?? '', 'account id': id }
}
