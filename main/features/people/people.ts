import type { Person } from '../../../contract/contract'
import { toCsv } from '../../core/csv'
import { Failure } from '../../core/failure'
import { type ChooseSaveLocation, saveAs } from '../../core/save-as'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { lookUp } from '../../fleep/lookup-api'
import type { PictureCache } from '../avatar/picture-cache'
import type { Session } from '../session/session'

/** Looks people up by their addresses. */
export class People {
  constructor(
    private readonly session: Session,
    private readonly store: Store,
    private readonly pictures: Pick<PictureCache, 'addressOf'>,
    private readonly chooseTarget: ChooseSaveLocation,
  ) {
    session.addSessionListener({
      onSignedOut: () => store.change({ people: null, lookup: null }),
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
