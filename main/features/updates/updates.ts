import { isFailure } from '../../core/failure'
import type { Store } from '../../core/store'
import { throwLater } from '../../core/throw-later'

/** A newer version of the app that can be downloaded. */
export interface Release {
  version: string
  /** The release notes. They are not trusted. */
  notes: string
}

/** Where the app finds and downloads newer versions of itself. */
export interface UpdateSource {
  /** Whether a downloaded version is installed when the app quits, without asking the user. */
  installsOnQuit: boolean
  /**
   * @returns the newer version for this computer; null if there is none
   * @throws Failure
   */
  check(): Promise<Release | null>
  /**
   * @param onProgress called with the progress, from 0 to 1
   * @throws Failure; `bad-answer` if the downloaded file is not the published one
   */
  download(onProgress: (progress: number) => void): Promise<void>
  /** Quits the app, and installs and starts the downloaded version. */
  install(): void
}

/** Stores the version that the user does not want. */
export interface DeclinedVersion {
  read(): string | null
  write(version: string): void
}

/** In milliseconds. */
const checkInterval = 6 * 60 * 60 * 1000

/** Looks for newer versions of the app, and downloads and installs them if the user wants it. */
export class Updates {
  private timer: NodeJS.Timeout | undefined
  private source: Promise<UpdateSource | null> | undefined

  /**
   * @param findSource returns null if the app cannot update itself
   * @param reportDefect called with an unexpected exception of a check that the user did not start
   */
  constructor(
    private readonly store: Store,
    private readonly findSource: () => Promise<UpdateSource | null>,
    private readonly declinedVersion: DeclinedVersion,
    private readonly reportDefect: (reason: unknown) => void = throwLater,
  ) {}

  /** Checks for updates now and every few hours. Failures are ignored, because the user did not start these checks. */
  async watch(): Promise<void> {
    if (!(await this.getSource())) return
    this.store.change({ update: { kind: 'none', checkedAt: null } })
    await this.checkQuietly()
    this.timer ??= setInterval(() => void this.checkQuietly(), checkInterval).unref()
  }

  private async checkQuietly(): Promise<void> {
    await this.check().catch((reason) => {
      if (!isFailure(reason)) this.reportDefect(reason)
    })
  }

  /** @throws Failure */
  async check(): Promise<void> {
    const source = await this.getSource()
    if (!source || this.hasDownload) return
    const release = await source.check()
    // The user may have started the download during the check.
    if (this.hasDownload) return
    const checkedAt = Date.now()
    if (!release) return this.store.change({ update: { kind: 'none', checkedAt } })
    const isDeclined = this.declinedVersion.read() === release.version
    this.store.change({ update: { kind: 'available', ...release, isDeclined, checkedAt } })
  }

  /** @throws Failure; the version is still available then */
  async download(): Promise<void> {
    const source = await this.getSource()
    const { update } = this.store.state
    if (!source || update?.kind !== 'available') return
    const { version } = update
    const showProgress = (progress: number) => {
      this.store.change({ update: { kind: 'downloading', version, progress } })
    }
    showProgress(0)
    try {
      await source.download(showProgress)
    } catch (reason) {
      this.store.change({ update: { ...update, isDeclined: false } })
      throw reason
    }
    this.store.change({ update: { kind: 'ready', version, installsOnQuit: source.installsOnQuit } })
  }

  /** Installs the downloaded version. */
  async install(): Promise<void> {
    if (this.store.state.update?.kind === 'ready') (await this.getSource())?.install()
  }

  /** Does not offer the available version again. The user can still download it in the app's own settings. */
  decline(): void {
    const { update } = this.store.state
    if (update?.kind !== 'available') return
    this.declinedVersion.write(update.version)
    this.store.change({ update: { ...update, isDeclined: true } })
  }

  private get hasDownload(): boolean {
    const kind = this.store.state.update?.kind
    return kind === 'downloading' || kind === 'ready'
  }

  private getSource(): Promise<UpdateSource | null> {
    this.source ??= this.findSource()
    return this.source
  }
}
