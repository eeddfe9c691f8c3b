import type { Store } from '../../core/store'

/** A newer version of the app, as it was published. */
export interface Release {
  version: string
  /** What is new, in the publisher's words; may be anything. */
  notes: string
}

/** Where newer versions come from. */
export interface UpdateSource {
  /** Whether what was downloaded is installed when the app ends, without a question. */
  installsOnQuit: boolean
  /**
   * @returns the newer version that is offered to this computer, null where there is none
   * @throws Failure
   */
  check(): Promise<Release | null>
  /**
   * @param onProgress from 0 to 1
   * @throws Failure, for one that is not what was published above all
   */
  download(onProgress: (progress: number) => void): Promise<void>
  /** Ends the app, and starts the version that was downloaded. */
  install(): void
}

/** What a person said of a version, kept over restarts. */
export interface DeclinedVersion {
  read(): string | null
  write(version: string): void
}

/** How long until the next look, in milliseconds. */
const checkInterval = 6 * 60 * 60 * 1000

/** Nothing is downloaded before the person said so, and what they do not want is not offered again. */
export class Updates {
  private timer: NodeJS.Timeout | undefined
  private found: Promise<UpdateSource | null> | undefined

  /** @param find answers null where the app is updated by others, or not at all */
  constructor(
    private readonly store: Store,
    private readonly find: () => Promise<UpdateSource | null>,
    private readonly declined: DeclinedVersion,
  ) {}

  /** Looks now and every few hours. Fails in silence: nobody asked. */
  async watch(): Promise<void> {
    if (!(await this.source())) return
    this.store.change({ update: { kind: 'none', checkedAt: null } })
    await this.check().catch(() => undefined)
    this.timer ??= setInterval(() => void this.check().catch(() => undefined), checkInterval).unref()
  }

  /** @throws Failure */
  async check(): Promise<void> {
    const source = await this.source()
    if (!source || this.isOnItsWay) return
    const release = await source.check()
    // The person may have asked for it meanwhile.
    if (this.isOnItsWay) return
    const checkedAt = Date.now()
    if (!release) return this.store.change({ update: { kind: 'none', checkedAt } })
    const isDeclined = this.declined.read() === release.version
    this.store.change({ update: { kind: 'available', ...release, isDeclined, checkedAt } })
  }

  /** @throws Failure; the version is still offered then */
  async download(): Promise<void> {
    const source = await this.source()
    const { update } = this.store.state
    if (!source || update?.kind !== 'available') return
    const { version } = update
    const show = (progress: number) => this.store.change({ update: { kind: 'downloading', version, progress } })
    show(0)
    try {
      await source.download(show)
    } catch (reason) {
      this.store.change({ update: { ...update, isDeclined: false } })
      throw reason
    }
    this.store.change({ update: { kind: 'ready', version, installsOnQuit: source.installsOnQuit } })
  }

  /** Of a version that is ready. */
  async install(): Promise<void> {
    if (this.store.state.update?.kind === 'ready') (await this.source())?.install()
  }

  private get isOnItsWay(): boolean {
    const kind = this.store.state.update?.kind
    return kind === 'downloading' || kind === 'ready'
  }

  private source(): Promise<UpdateSource | null> {
    this.found ??= this.find()
    return this.found
  }

  /** Not this version. It stays to be had where the app tells of itself. */
  decline(): void {
    const { update } = this.store.state
    if (update?.kind !== 'available') return
    this.declined.write(update.version)
    this.store.change({ update: { ...update, isDeclined: true } })
  }
}
