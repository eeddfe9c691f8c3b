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
  answerClose(answer: CommandInput<'app.answerClose'>): void
}

export function appHandlers(options: AppHandlerOptions): Handlers<keyof typeof appCommands> {
  const { store, diagnostics, changeApp, answerClose } = options
  return {
    'app.answerClose': async (_context, answer) => answerClose(answer),
    'app.showDiagnostics': async () => ({ text: diagnostics.show() }),
    'app.copyDiagnostics': () => diagnostics.copy(),
    'app.dismissFileProblem': async () => store.change({ fileProblem: null }),
    'app.change': (_context, changes) => changeApp(changes),
  }
}
