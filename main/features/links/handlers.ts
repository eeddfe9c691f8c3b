import type { linkCommands } from '../../../contract/links'
import type { Handlers } from '../../core/handlers'
import type { MailedLinks } from './mailed-links'

export function linkHandlers(links: MailedLinks): Handlers<keyof typeof linkCommands> {
  return {
    'links.read': async (_context, { server, link }) => links.read(server, link),
    'links.choosePurpose': async (_context, { purpose }) => links.choosePurpose(purpose),
    'links.register': (_context, { server, email }) => links.register(server, email),
    'links.readCode': (_context, { server, email, code }) => links.readCode(server, email, code),
    'links.readInvitation': () => links.readInvitation(),
    'links.follow': () => links.follow(),
    'links.setInterval': (_context, { emailInterval }) => links.setInterval(emailInterval),
    'links.setPassword': (_context, { newPassword }) => links.setPassword(newPassword),
    'links.setUp': (_context, input) => links.setUp(input),
    'links.dismiss': async () => links.dismiss(),
  }
}
