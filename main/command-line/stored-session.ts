import { Failure } from '../core/failure'
import { text } from '../core/text'
import type { Cli } from './cli'

/**
 * Makes sure that the session of a sign-in is stored. One in memory only would be lost when this process ends, which is right
 * after the command, so it is ended at Fleep too.
 * @throws Failure that says why it cannot be stored, and what the sign-in has done before
 */
export async function requireStoredSession(cli: Cli): Promise<void> {
  const { sessionStorage, linkResult } = cli.state
  if (sessionStorage.kind !== 'memory-only') return
  await cli.run('session.signOut', { forgetMailPasswords: false })
  const { problem, explanation } = sessionStorage
  const code = problem === 'data-folder' ? 'refused' : (`keychain-${problem}` as const)
  const sentences = [linkResult, text('cli.cannotStay', { problem: explanation })]
  throw new Failure(code, sentences.filter((sentence) => sentence !== null).join(' '))
}

/** @throws Failure `refused` while somebody is signed in, and Fleep has not ended that session */
export async function requireNobodySignedIn(cli: Cli): Promise<void> {
  if (cli.state.session.kind !== 'signed-in') return
  await cli.run('account.refresh', {}).catch(() => undefined)
  if (cli.state.session.kind === 'signed-in') throw new Failure('refused', text('session.somebodyIsIn'))
}
