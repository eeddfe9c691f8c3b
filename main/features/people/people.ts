import type { Person, SavedFile } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { toCsv } from '../../core/csv'
import { Failure } from '../../core/failure'
import { showNotUnderstood } from '../../core/not-understood'
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

/** Looks up people by their email addresses and Fleep IDs, and saves the result. */
export class People {
  constructor(private readonly options: PeopleOptions) {
    options.session.addSessionListener({
      onSignedOut: () => options.store.change({ people: null, lookUpProgress: null }),
    })
  }

  /**
   * @param excludedIds account ids that Fleep leaves out of its answer
   * @throws Failure; the result of the previous look-up stays in the state then
   */
  async lookUp(context: CommandContext, addresses: string[], excludedIds: string[]): Promise<void> {
    const total = addresses.length
    const showProgress = (done: number) => this.options.store.changeFor(context, { lookUpProgress: { done, total } })
    const toLocalUrl = (url: string) => this.options.pictures.toLocalUrl(url, this.options.store.state.server)
    showProgress(0)
    try {
      const { calls, store } = this.options
      const found = await calls.lookUp(context, lookUp, addresses, excludedIds, toLocalUrl, showProgress)
      store.changeFor(context, { people: found.people })
      showNotUnderstood(store, context, 'people', found.unreadCount)
    } finally {
      this.options.store.changeFor(context, { lookUpProgress: null })
    }
  }

  /**
   * @param excludedIds account ids of people who are not saved
   * @returns null if the user cancels
   * @throws Failure `refused` if nobody is left to save, or the file cannot be written
   */
  async save(context: CommandContext, excludedIds: string[]): Promise<SavedFile | null> {
    const people = this.options.store.state.people?.filter(({ id }) => !excludedIds.includes(id))
    if (!people?.length) throw new Failure('refused', text('people.nobodyToSave'))
    return saveAs(context, this.options.chooseSaveLocation, 'people.csv', await toCsv(people.map(toRow)))
  }
}

function toRow({ displayName, fullName, address, fleepId, state, organisation, id }: Person): Record<string, string> {
  return {
    name: displayName,
    'full name': fullName,
    address,
    'fleep id': fleepId,
    state: state ?? '',
    organisation,
    'account id': id,
  }
}
