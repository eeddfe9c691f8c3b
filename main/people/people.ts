import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Pictures } from '../avatar/pictures'
import { Failure } from '../failure'
import { lookUp } from '../fleep/lookup'
import type { Session } from '../session/session'
import type { Store } from '../store'
import { toCsv } from './csv'

/** Looks people up by their addresses. */
export class People {
  /** @param chooseTarget asks the person where a file shall be written; null where they chose none */
  constructor(
    private readonly session: Session,
    private readonly store: Store,
    private readonly pictures: Pick<Pictures, 'addressOf'>,
    private readonly chooseTarget: (name: string) => Promise<string | null>,
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
    if (!people?.length) throw new Failure('refused', 'There is nobody to save.')
    const path = await this.chooseTarget('people.csv')
    if (path === null) return null
    await writeFile(path, toCsv(people)).catch(() => {
      throw new Failure('refused', `${basename(path)} cannot be written there.`)
    })
    return { name: basename(path) }
  }
}
