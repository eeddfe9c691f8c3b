import type { Person } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { toCsv } from '../../core/csv'
import { Failure } from '../../core/failure'
import { type ChooseSaveLocation, saveAs } from '../../core/save-as'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { lookUp } from '../../fleep/lookup-api'
import type { PictureCache } from '../avatar/picture-cache'
import type { Session } from '../session/session'
import type { SessionCalls } from '../session/session-calls'

export interface PeopleOptions {
  session: Session
  calls: SessionCalls
  store: Store
  pictures: Pick<PictureCache, 'addressOf'>
  chooseTarget: ChooseSaveLocation
}

/** Looks people up by their addresses. */
export class People {
  constructor(private readonly options: PeopleOptions) {
    options.session.addSessionListener({
      onSignedOut: () => options.store.change({ people: null, lookup: null }),
    })
  }

  /** @throws Failure; then those who were found before are still shown */
  async lookup(context: CommandContext, wanted: string[], ignored: string[]): Promise<void> {
    const total = wanted.length
    const progress = (done: number) => this.options.store.change({ lookup: { done, total } })
    const addressOf = (url: string) => this.options.pictures.addressOf(url, this.options.store.state.server)
    progress(0)
    try {
      const people = await this.options.calls.call(context, lookUp, wanted, ignored, addressOf, progress)
      this.options.store.change({ people })
    } finally {
      this.options.store.change({ lookup: null })
    }
  }

  /** @returns the file's name, null where none was chosen. @throws Failure for one that cannot be written */
  async save(): Promise<{ name: string } | null> {
    const { people } = this.options.store.state
    if (!people?.length) throw new Failure('refused', text('people.nobodyToSave'))
    return saveAs(this.options.chooseTarget, 'people.csv', await toCsv(people.map(toRow)))
  }
}

function toRow({ displayName, address, fleepId, state, id }: Person): Record<string, string> {
  return { name: displayName, address, 'fleep id': fleepId, state: state ?? '', 'account id': id }
}
