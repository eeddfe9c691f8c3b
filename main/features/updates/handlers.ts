import type { updateCommands } from '../../../contract/updates'
import type { Handlers } from '../../core/handlers'
import type { Updates } from './updates'

export function updateHandlers(
  updates: Pick<Updates, 'check' | 'download' | 'install' | 'decline'>,
): Handlers<keyof typeof updateCommands> {
  return {
    'updates.check': () => updates.check(),
    'updates.download': () => updates.download(),
    'updates.install': () => updates.install(),
    'updates.decline': async () => updates.decline(),
  }
}
