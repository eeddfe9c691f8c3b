import { type CommandError, type MailServer, run } from '../../bridge'
import type { Change } from '../../saving'
import { text } from '../../text'

/**
 * Removes a mail server. Its password is known, so Undo can add it again.
 *
 * @param nextDefault the mail server that becomes the default; null leaves that to Fleep
 */
export function removal({ id, address }: Pick<MailServer, 'id' | 'address'>, nextDefault: string | null): Change {
  return {
    send: () => run('smtp.remove', { id, canUndo: true, nextDefault }),
    doneText: text('common.isRemoved', { what: address }),
    undo: { send: () => run('smtp.undo', { id }), doneText: text('common.isBack', { what: address }) },
  }
}

/** Whether nothing was removed because the password, which Undo needs, could not be read. */
export function lacksPassword({ code, field }: CommandError): boolean {
  return (code === 'invalid-input' && field === 'password') || code.startsWith('keychain-')
}
