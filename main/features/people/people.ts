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
  pictures: Pick<PictureCache, 'toLocalUrl'>
  chooseSaveLocation: ChooseSaveLocation
}

/** Looks people up by their addresses. */
export class People {
  constructor(private readonly options: PeopleOptions) {
    options.session.addSessionListener({
      onSignedOut: () => options.store.change({ people: null, lookUpProgress: null }),
    })
  }

  /**
   * @param excludedIds account ids that Fleep leaves out of its answer
   * @throws Failure; the people of the look-up before stay in the state
   */
  async lookUp(context: CommandContext, addresses: string[], excludedIds: string[]): Promise<void> {
    const total = addresses.length
    const progress = (done: number) => this.options.store.change({ lookUpProgress: { done, total } })
    const toLocalUrl = (url: string) => this.options.pictures.toLocalUrl(url, this.options.store.state.server)
    progress(0)
    try {
      const people = await this.options.calls.call(context, lookUp, addresses, excludedIds, toLocalUrl, progress)
      this.options.store.change({ people })
    } finally {
      this.options.store.change({ lookUpProgress: null })
    }
  }

  /**
   * @param excludedIds ids of people who are not written
   * @returns the file's name, or null if no file was chosen
   * @throws Failure `refused` if nobody is left to write, or if the file cannot be written
   */
  async save(excludedIds: string[]): Promise<{ name: string } | null> {
    const people = this.options.store.state.people?.filter(({ id }) => !excludedIds.includes(id))
    if (!people?.length) throw new Failure('refused', text('people.nobodyToSave'))
    return saveAs(this.options.chooseSaveLocation, 'people.csv', await toCsv(people.map(toRow)))
  }
}

function toRow({ displayName, address, fleepId, state, id }: Person): Record<string, string> {
  return { name: displayName, address, 'fleep id': fleepId, state: state ?? '', 'account id': id }
}
