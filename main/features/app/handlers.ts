import type { CommandInput } from '../../../contract'
import type { appCommands } from '../../../contract/app'
import type { Handlers } from '../../core/handlers'
import type { Store } from '../../core/store'
import type { Diagnostics } from './diagnostics'
import type { KeychainDoctor } from './keychain-doctor'

export interface AppHandlerOptions {
  store: Store
  diagnostics: Pick<Diagnostics, 'show' | 'copy' | 'copyAccountId' | 'copyKeychainCheck'>
  keychainDoctor: Pick<KeychainDoctor, 'check'>
  /** @throws Failure `refused` if the system does not allow the change */
  changeApp(changes: CommandInput<'app.change'>): Promise<void>
  answerClose(answer: CommandInput<'app.answerClose'>): void
  reportDefect(reason: unknown): void
}

export function appHandlers(options: AppHandlerOptions): Handlers<keyof typeof appCommands> {
  const { store, diagnostics, keychainDoctor, changeApp, answerClose, reportDefect } = options
  return {
    'app.answerClose': async (_context, answer) => answerClose(answer),
    'app.showDiagnostics': async () => ({ text: diagnostics.show() }),
    'app.copyDiagnostics': () => diagnostics.copy(),
    'app.copyAccountId': () => diagnostics.copyAccountId(),
    'app.reportDefect': async (_context, defect) => reportDefect(pageDefect(defect)),
    'app.checkKeychain': () => keychainDoctor.check(),
    'app.copyKeychainCheck': () => diagnostics.copyKeychainCheck(),
    'app.dismissFileProblem': async () => store.change({ fileProblem: null }),
    'app.change': (_context, changes) => changeApp(changes),
  }
}

/** A line of a stack: a function and its place in a file of the app. */
const stackLine = /^ *at (?:(?:async |new )?[\w.$<>[\]]{1,100} \()?[\w./:@-]{1,200}:\d+:\d+\)?$/

/** Turns a report of the page into an exception. The page is not trusted, so only what looks like a stack is kept. */
function pageDefect({ name, places }: CommandInput<'app.reportDefect'>): Error {
  const error = new Error('in the page')
  error.name = /^\w{1,50}$/.test(name) ? name : 'Error'
  error.stack = places.filter((place) => stackLine.test(place)).join('\n')
  return error
}
