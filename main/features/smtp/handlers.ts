import type { smtpCommands } from '../../../contract/smtp'
import type { Handlers } from '../../core/handlers'
import type { MailChecks } from './mail-checks'
import type { MailServers } from './mail-servers'

export function smtpHandlers(servers: MailServers, checks: MailChecks): Handlers<keyof typeof smtpCommands> {
  return {
    'smtp.refresh': (context) => servers.refresh(context),
    'smtp.checkAll': (context) => servers.checkAll(context),
    'smtp.cancelCheckAll': async () => servers.allChecks.cancel(),
    // Imported with the first use, because it imports a list of providers and a parser.
    'smtp.suggest': async (_context, { address }) => (await import('../../mail/suggestion')).suggestMailServer(address),
    'smtp.checkEntered': (context, entered) => checks.checkEntered(context, entered),
    'smtp.check': (context, { id }) => checks.check(context, id),
    'smtp.sendTest': (context, { id }) => checks.sendTest(context, id),
    // A check of entered values is removed; for a mail server, the previous check is shown again.
    'smtp.cancelCheck': async (_context, { id }) => (id === null ? checks.remove(null) : checks.cancel(id)),
    'smtp.add': (context, entered) => servers.add(context, entered),
    'smtp.change': (context, changed) => servers.change(context, changed),
    'smtp.makeDefault': (context, { id }) => servers.makeDefault(context, id),
    'smtp.remove': (context, { id, canUndo, nextDefault }) => servers.remove(context, id, canUndo, nextDefault),
    'smtp.undo': (context, { id }) => servers.undo(context, id),
    'smtp.storePasswordAgain': (context, { id, replace }) => servers.storePasswordAgain(context, id, replace),
  }
}
