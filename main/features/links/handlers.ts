import type { linkCommands } from '../../../contract/links'
import type { Handlers } from '../../core/handlers'
import type { MailedLinks } from './mailed-links'

export function linkHandlers(links: MailedLinks): Handlers<keyof typeof linkCommands> {
  return {
    'links.read': async (_context, { server, link }) => links.read(server, link),
    'links.choosePurpose': async (_context, { id, purpose }) => links.choosePurpose(id, purpose),
    'links.register': (_context, { server, email }) => links.register(server, email),
    'links.readCode': (_context, { server, email, code }) => links.readCode(server, email, code),
    'links.readInvitation': (_context, { id }) => links.readInvitation(id),
    'links.follow': (_context, { id }) => links.follow(id),
    'links.setInterval': (_context, { id, emailInterval }) => links.setInterval(id, emailInterval),
    'links.setPassword': (_context, { id, newPassword }) => links.setPassword(id, newPassword),
    'links.setUp': (_context, input) => links.setUp(input),
    'links.cancelCode': async () => links.cancelCode(),
    'links.dismiss': async (_context, { id }) => links.dismiss(id),
  }
}
