import { release } from 'node:os'
import type { CommandName, ErrorCode, KeychainCheck } from '../../../contract'
import { Failure } from '../../core/failure'
import { redactText, stackLines } from '../../core/redact'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { fleepServer } from '../../fleep/server-address'
import { describeKeychainCheck } from './keychain-doctor'

/** Each with its name, such as `Electron 45.4.1`. */
export interface Versions {
  app: string
  electron: string
  chromium: string
}

interface RecordedError {
  /** In milliseconds since 1970. */
  time: number
  /** Without personal data. */
  description: string
}

const maxErrors = 20

/** Records the last errors and describes the app for a support request, without personal data. */
export class Diagnostics {
  private readonly errors: RecordedError[] = []
  /** The last text that {@link show} returned. */
  private shown = ''

  constructor(
    private readonly store: Store,
    private readonly versions: Versions,
    private readonly writeClipboard: (text: string) => Promise<void>,
  ) {}

  /** Records the failure of a command. */
  recordFailure(name: CommandName, code: ErrorCode): void {
    this.record(`${name}: ${code}`)
  }

  /** Records an unexpected exception. */
  recordDefect(reason: unknown): void {
    const error = reason instanceof Error ? reason : new Error('unknown')
    const [place = ''] = stackLines(error)
    this.record(`a defect: ${error.name} ${redactText(place.trim().replace(/[^\s(]*[/\\]/g, ''))}`)
  }

  /** @returns several lines of plain text */
  show(): string {
    const { session, connection, sessionStorage, keychain, keychainCheck, appSettings, server, notUnderstood } =
      this.store.state
    const { app, electron, chromium } = this.versions
    const { env, versions, platform, arch } = process
    const storage =
      sessionStorage.kind === 'memory-only' ? `memory only (${sessionStorage.problem})` : sessionStorage.kind
    const serverName = server === fleepServer ? 'fleep.io' : 'another server'
    const lines = [
      app,
      `${electron}, ${chromium}, Node ${versions.node}`,
      `System: ${platform} ${arch} ${release()}, ${env.XDG_CURRENT_DESKTOP ?? 'no desktop named'}`,
      `Keychain: ${keychain}, session ${storage}`,
      ...(keychainCheck ? [`Keychain check: ${keychainCheck.kind}${failedStep(keychainCheck)}`] : []),
      `Session: ${session.kind}, ${connection.online ? 'online' : 'offline'}, ${serverName}`,
      `Tray: ${appSettings.hasTray ? 'yes' : 'no'}`,
      ...Object.entries(notUnderstood).flatMap(([list, count]) =>
        count > 0 ? `Not understood: ${count} of ${list}` : [],
      ),
      this.errors.length > 0 ? 'Last errors:' : 'No errors since the start.',
      ...this.errors.map(({ time, description }) => `  ${new Date(time).toISOString()} ${description}`),
    ]
    this.shown = lines.join('\n')
    return this.shown
  }

  /** Copies the text that was shown last, so that the user copies only what they have seen. */
  copy(): Promise<void> {
    return this.writeClipboard(this.shown || this.show())
  }

  /** Copies the id of the signed-in account. @throws Failure `signed-out` */
  async copyAccountId(): Promise<void> {
    const { account } = this.store.state
    if (!account) throw new Failure('signed-out', text('errors.notSignedIn'))
    await this.writeClipboard(account.id)
  }

  /** Copies the result of the last check of the keychain. */
  copyKeychainCheck(): Promise<void> {
    const { keychainCheck } = this.store.state
    return this.writeClipboard(keychainCheck ? describeKeychainCheck(keychainCheck).join('\n') : '')
  }

  private record(description: string): void {
    this.errors.push({ time: Date.now(), description })
    if (this.errors.length > maxErrors) this.errors.shift()
  }
}

function failedStep(check: KeychainCheck): string {
  if (check.kind !== 'failed') return ''
  return ` at ${check.step}${check.systemMessage ? ` (${check.systemMessage})` : ''}`
}
