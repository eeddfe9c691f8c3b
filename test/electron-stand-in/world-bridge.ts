type World = 'main' | 'isolated'
type AnyFunction = (...args: unknown[]) => unknown
/** What holds functions is taken apart; data, which may be long, crosses as it is. */
type Packed = { data: unknown } | { withFunctions: unknown }
type Outcome = { kind: 'value'; value: Packed } | { kind: 'later'; id: string } | { kind: 'failed'; message: string }

/**
 * What Electron's contextBridge does between a preload and its page: data is copied, functions become proxies that run
 * in the world they come from. Here by DOM events, whose details Chromium copies from world to world.
 */
export class WorldBridge {
  onExpose: (name: string, api: unknown) => void = () => undefined
  private readonly other: World
  private readonly functions = new Map<string, AnyFunction>()
  private readonly pending = new Map<string, { resolve(value: unknown): void; reject(reason: Error): void }>()
  private lastOutcome: Outcome | undefined
  private count = 0

  constructor(
    private readonly key: string,
    private readonly world: World,
  ) {
    this.other = world === 'main' ? 'isolated' : 'main'
    this.hear('expose', ({ name, api }) => this.onExpose(name, this.unpack(api)))
    this.hear('call', ({ id, args }) => this.tell('outcome', this.run(id, args)))
    this.hear('outcome', (outcome) => {
      this.lastOutcome = outcome
    })
    this.hear('settled', ({ id, outcome }) => {
      const call = this.pending.get(id)
      this.pending.delete(id)
      if (outcome.kind === 'value') call?.resolve(this.unpack(outcome.value))
      else call?.reject(new Error(outcome.message))
    })
  }

  expose(name: string, api: unknown): void {
    this.tell('expose', { name, api: this.pack(api) })
  }

  /** Listens to what the other world's bridge tells. */
  // biome-ignore lint/suspicious/noExplicitAny: what arrives was packed by this class in the other world
  hear(what: string, listener: (detail: any) => void): void {
    window.addEventListener(`${this.key}:${what}:${this.world}`, (event) => listener((event as CustomEvent).detail))
  }

  tell(what: string, detail: unknown): void {
    window.dispatchEvent(new CustomEvent(`${this.key}:${what}:${this.other}`, { detail }))
  }

  /** Runs a function of this world for the other one; a promise is settled by a later event. */
  private run(id: string, args: Packed): Outcome {
    try {
      const value = this.functions.get(id)?.(...(this.unpack(args) as unknown[]))
      if (!(value instanceof Promise)) return { kind: 'value', value: this.pack(value) }
      const promised = this.nextId()
      value.then(
        (result) => this.tell('settled', { id: promised, outcome: { kind: 'value', value: this.pack(result) } }),
        (reason) => this.tell('settled', { id: promised, outcome: { kind: 'failed', message: messageOf(reason) } }),
      )
      return { kind: 'later', id: promised }
    } catch (reason) {
      return { kind: 'failed', message: messageOf(reason) }
    }
  }

  private pack(value: unknown): Packed {
    return holdsFunction(value) ? { withFunctions: this.replaceFunctions(value) } : { data: value }
  }

  private replaceFunctions(value: unknown): unknown {
    if (typeof value === 'function') {
      const id = this.nextId()
      this.functions.set(id, value as AnyFunction)
      return { bridgedFunction: id }
    }
    return mapPlain(value, (item) => this.replaceFunctions(item))
  }

  private unpack(packed: Packed): unknown {
    return 'data' in packed ? packed.data : this.restoreFunctions(packed.withFunctions)
  }

  private restoreFunctions(value: unknown): unknown {
    const id = (value as { bridgedFunction?: string } | null | undefined)?.bridgedFunction
    if (id) return (...args: unknown[]) => this.call(id, args)
    return mapPlain(value, (item) => this.restoreFunctions(item))
  }

  private call(id: string, args: unknown[]): unknown {
    this.tell('call', { id, args: this.pack(args) })
    const outcome = this.lastOutcome
    this.lastOutcome = undefined
    if (outcome?.kind === 'value') return this.unpack(outcome.value)
    if (outcome?.kind === 'failed') throw new Error(outcome.message)
    return new Promise((resolve, reject) => {
      if (outcome) this.pending.set(outcome.id, { resolve, reject })
    })
  }

  private nextId(): string {
    this.count += 1
    return `${this.world}-${this.count}`
  }
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason)
}

function holdsFunction(value: unknown): boolean {
  if (typeof value === 'function') return true
  if (Array.isArray(value)) return value.some(holdsFunction)
  return isPlain(value) && Object.values(value).some(holdsFunction)
}

function mapPlain(value: unknown, change: (item: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change)
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]))
}

function isPlain(value: unknown): value is object {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
}
