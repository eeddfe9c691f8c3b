import type { smtpCommands } from '../../../contract/smtp'
import type { Handlers } from '../../core/handlers'
import type { MailChecks } from './mail-checks'
import type { MailServers } from './mail-servers'
import { MailSuggestions } from './mail-suggestions'

export function smtpHandlers(servers: MailServers, checks: MailChecks): Handlers<keyof typeof smtpCommands> {
  const suggestions = new MailSuggestions()
  return {
    'smtp.refresh': (context) => servers.refresh(context),
    'smtp.checkAll': (context) => servers.checkAll(context),
    'smtp.cancelCheckAll': async () => servers.allChecks.cancel(),
    'smtp.suggest': (context, input) => suggestions.suggest(context, input),
    'smtp.cancelSuggest': async () => suggestions.cancel(),
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
