import type { CommandInput } from '../../../contract'
import type { appCommands } from '../../../contract/app'
import type { Handlers } from '../../core/handlers'
import type { Store } from '../../core/store'
import type { Diagnostics } from './diagnostics'

export interface AppHandlerOptions {
  store: Store
  diagnostics: Pick<Diagnostics, 'show' | 'copy'>
  /** @throws Failure `refused` if the system does not allow the change */
  changeApp(changes: CommandInput<'app.change'>): Promise<void>
}

export function appHandlers({ store, diagnostics, changeApp }: AppHandlerOptions): Handlers<keyof typeof appCommands> {
  return {
    'app.showDiagnostics': async () => ({ text: diagnostics.show() }),
    'app.copyDiagnostics': () => diagnostics.copy(),
    'app.dismissFileProblem': async () => store.change({ fileProblem: null }),
    'app.change': (_context, changes) => changeApp(changes),
  }
}
