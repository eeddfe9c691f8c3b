import type { KeychainFinding, KeychainStep } from '../../contract/keychain-check'
import type { PlainKey } from '../../texts/format'
import { Failure } from '../core/failure'
import { redactText } from '../core/redact'
import { text } from '../core/text'
import { keychainFailure } from './keychain-errors'
import { keychainKind, keychainName } from './keychain-name'
import { BusError } from './secret-service'

type Desktop = 'gnome' | 'kde' | 'other'

/** Desktops whose keyring is that of GNOME. Names of `XDG_CURRENT_DESKTOP`, which may hold several with colons between. */
const gnomeLike = new Set(['gnome', 'unity', 'x-cinnamon', 'cinnamon', 'mate', 'xfce', 'budgie', 'pantheon', 'cosmic'])

export function desktopOf(currentDesktop = ''): Desktop {
  const names = currentDesktop.toLowerCase().split(':')
  if (names.includes('kde')) return 'kde'
  return names.some((name) => gnomeLike.has(name)) ? 'gnome' : 'other'
}

/** Bus errors that mean: no program is installed for this name. */
const notInstalled = /\.(ServiceUnknown|NameHasNoOwner)$/

/** Says what is wrong with the keychain, and what to do about it on this desktop. */
export function explainFailure(
  step: KeychainStep,
  reason: unknown,
  currentDesktop = process.env.XDG_CURRENT_DESKTOP,
): KeychainFinding {
  const failure = reason instanceof Failure ? reason : keychainFailure(reason)
  const message = reason instanceof Failure ? null : redactText(String((reason as Error)?.message ?? reason))
  return {
    step,
    message: step === 'bus' ? text('keychainCheck.noBus') : failure.message,
    advice: adviceOn(step, failure, reason, desktopOf(currentDesktop)),
    systemMessage: message || null,
  }
}

function adviceOn(step: KeychainStep, failure: Failure, reason: unknown, desktop: Desktop): string {
  const say = (key: PlainKey) => text(key)
  if (keychainKind !== 'secret-service') return say(`keychainCheck.advice.${keychainKind}`)
  if (step === 'bus') return say('keychainCheck.advice.bus')
  if (/native addon|shared object/.test(String(reason))) return say('keychainCheck.advice.library')
  if (failure.code === 'keychain-no-answer') return say('keychainCheck.advice.prompt')
  if (step === 'service') {
    const isMissing = reason instanceof BusError && notInstalled.test(reason.type)
    return say(isMissing ? `keychainCheck.advice.install.${desktop}` : `keychainCheck.advice.start.${desktop}`)
  }
  if (step === 'collection') return say(`keychainCheck.advice.create.${desktop}`)
  if (failure.code === 'keychain-locked') return say(`keychainCheck.advice.unlock.${desktop}`)
  return text('keychainCheck.advice.allow', { keychain: keychainName() })
}
