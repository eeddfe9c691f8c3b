import { release } from 'node:os'
import type { CommandName, ErrorCode } from '../../../contract'
import { redactText, stackLines } from '../../core/redact'
import type { Store } from '../../core/store'
import { fleepServer } from '../../fleep/server-address'

/** What runs, by name and version. */
export interface Versions {
  app: string
  electron: string
  chromium: string
}

/** The last errors, without what they were about. */
interface Noted {
  /** In milliseconds since 1970. */
  at: number
  what: string
}

const mostNoted = 20

/** What a person can give to whoever helps them: how the app stands and what last went wrong, and nothing personal. */
export class Diagnostics {
  private readonly noted: Noted[] = []
  private shown = ''

  constructor(
    private readonly store: Store,
    private readonly versions: Versions,
    private readonly writeClipboard: (text: string) => Promise<void>,
  ) {}

  /** A command failed, which a server or a keychain can cause. */
  failed(name: CommandName, code: ErrorCode): void {
    this.note(`${name}: ${code}`)
  }

  /** What no sentence was written for. */
  defect(reason: unknown): void {
    const error = reason instanceof Error ? reason : new Error('unknown')
    const [place = ''] = stackLines(error)
    this.note(`a defect: ${error.name} ${redactText(place.trim().replace(/[^\s(]*[/\\]/g, ''))}`)
  }

  /** @returns plain text of some lines, as {@link copy} copies it */
  show(): string {
    const { session, connection, sessionStorage, keychainName, appSettings, server } = this.store.state
    const { app, electron, chromium } = this.versions
    const kept = sessionStorage.kind === 'memory-only' ? `memory only (${sessionStorage.problem})` : sessionStorage.kind
    const isFleep = server === fleepServer
    const lines = [
      app,
      `${electron}, ${chromium}, Node ${process.versions.node}`,
      `System: ${process.platform} ${process.arch} ${release()}, ${process.env.XDG_CURRENT_DESKTOP ?? 'no desktop named'}`,
      `Keychain: ${keychainName}, session ${kept}`,
      `Session: ${session.kind}, ${connection.online ? 'online' : 'offline'}, ${isFleep ? 'fleep.io' : 'another server'}`,
      `Tray: ${appSettings.hasTray ? 'yes' : 'no'}`,
      this.noted.length > 0 ? 'Last errors:' : 'No errors since the start.',
      ...this.noted.map(({ at, what }) => `  ${new Date(at).toISOString()} ${what}`),
    ]
    this.shown = lines.join('\n')
    return this.shown
  }

  /** What was shown last, so that nobody copies what they have not seen. */
  copy(): Promise<void> {
    return this.writeClipboard(this.shown || this.show())
  }

  private note(what: string): void {
    this.noted.push({ at: Date.now(), what })
    if (this.noted.length > mostNoted) this.noted.shift()
  }
}
