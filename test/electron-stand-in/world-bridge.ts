type World = 'main' | 'isolated'
type AnyFunction = (...args: unknown[]) => unknown
/** A value with functions is copied part by part. Pure data, which may be long, is passed as it is. */
type Packed = { data: unknown } | { withFunctions: unknown }
type Result = { kind: 'value'; value: Packed } | { kind: 'promise'; id: string } | { kind: 'error'; message: string }

/**
 * Electron's contextBridge between a preload and its page: data is copied, and functions become proxies that run in the
 * world they come from. Uses DOM events, because Chromium copies their details from world to world.
 */
export class WorldBridge {
  onExpose: (name: string, api: unknown) => void = () => undefined
  private readonly other: World
  private readonly functions = new Map<string, AnyFunction>()
  private readonly pending = new Map<string, { resolve(value: unknown): void; reject(reason: Error): void }>()
  private lastResult: Result | undefined
  private count = 0

  constructor(
    private readonly key: string,
    private readonly world: World,
  ) {
    this.other = world === 'main' ? 'isolated' : 'main'
    this.on('expose', ({ name, api }) => this.onExpose(name, deepFrozen(this.unpack(api))))
    this.on('call', ({ id, args }) => this.send('result', this.run(id, args)))
    this.on('result', (result) => {
      this.lastResult = result
    })
    this.on('settled', ({ id, result }) => {
      const call = this.pending.get(id)
      this.pending.delete(id)
      if (result.kind === 'value') call?.resolve(this.unpack(result.value))
      else call?.reject(new Error(result.message))
    })
  }

  expose(name: string, api: unknown): void {
    this.send('expose', { name, api: this.pack(api) })
  }

  /** Listens to messages of the bridge in the other world. */
  // biome-ignore lint/suspicious/noExplicitAny: this class packed the detail in the other world
  on(name: string, listener: (detail: any) => void): void {
    window.addEventListener(`${this.key}:${name}:${this.world}`, (event) => listener((event as CustomEvent).detail))
  }

  send(name: string, detail: unknown): void {
    window.dispatchEvent(new CustomEvent(`${this.key}:${name}:${this.other}`, { detail }))
  }

  /** Runs a function of this world for the other one. A later event settles a promise. */
  private run(id: string, args: Packed): Result {
    try {
      const value = this.functions.get(id)?.(...(this.unpack(args) as unknown[]))
      if (!(value instanceof Promise)) return { kind: 'value', value: this.pack(value) }
      const promiseId = this.nextId()
      value.then(
        (resolved) => this.send('settled', { id: promiseId, result: { kind: 'value', value: this.pack(resolved) } }),
        (reason) => this.send('settled', { id: promiseId, result: { kind: 'error', message: messageOf(reason) } }),
      )
      return { kind: 'promise', id: promiseId }
    } catch (reason) {
      return { kind: 'error', message: messageOf(reason) }
    }
  }

  private pack(value: unknown): Packed {
    return hasFunction(value) ? { withFunctions: this.replaceFunctions(value) } : { data: value }
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
    if (!args.every(isCloneable)) return Promise.reject(new Error('An object could not be cloned.'))
    this.send('call', { id, args: this.pack(args) })
    const result = this.lastResult
    this.lastResult = undefined
    if (result?.kind === 'value') return this.unpack(result.value)
    if (result?.kind === 'error') throw new Error(result.message)
    return new Promise((resolve, reject) => {
      if (result) this.pending.set(result.id, { resolve, reject })
    })
  }

  private nextId(): string {
    this.count += 1
    return `${this.world}-${this.count}`
  }
}

/** The page cannot replace a function that the preload exposes. Source: Electron's electron_api_context_bridge.cc. */
function deepFrozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  Object.values(value).forEach(deepFrozen)
  return Object.freeze(value)
}

/** Long data is not cloned to find out. */
function isCloneable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return typeof value !== 'symbol'
  if (Array.isArray(value)) return value.every(isCloneable)
  if (isPlain(value)) return Object.values(value).every(isCloneable)
  try {
    structuredClone(value)
    return true
  } catch {
    return false
  }
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason)
}

function hasFunction(value: unknown): boolean {
  if (typeof value === 'function') return true
  if (Array.isArray(value)) return value.some(hasFunction)
  return isPlain(value) && Object.values(value).some(hasFunction)
}

function mapPlain(value: unknown, transform: (item: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(transform)
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, transform(item)]))
}

function isPlain(value: unknown): value is object {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
}
