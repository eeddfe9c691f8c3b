import { deepFrozen, needsPacking, Packer, type Packing } from './bridge-values'

type World = 'main' | 'isolated'
type AnyFunction = (...args: unknown[]) => unknown
/** A value with functions is copied part by part. Pure data, which may be long, is passed as it is. */
type Packed = { data: unknown } | { parts: unknown }
type Result = { kind: 'value'; value: Packed } | { kind: 'promise'; id: string } | { kind: 'error'; message: string }

/**
 * Electron's contextBridge between a preload and its page: data is copied, functions become proxies that run in the world
 * they come from, and promises settle in both. Uses DOM events, because Chromium copies their details from world to world.
 * Source: Electron's shell/renderer/api/electron_api_context_bridge.cc.
 */
export class WorldBridge implements Packing {
  onExpose: (name: string, api: unknown) => void = () => undefined
  private readonly other: World
  private readonly functions = new Map<string, AnyFunction>()
  /** The other world's functions that this world has, so that their owner gets back its own. */
  private readonly foreign = new WeakMap<AnyFunction, string>()
  private readonly pending = new Map<string, { resolve(value: unknown): void; reject(reason: Error): void }>()
  private lastResult: Result | undefined
  private count = 0

  constructor(
    private readonly key: string,
    private readonly world: World,
  ) {
    this.other = world === 'main' ? 'isolated' : 'main'
    this.on('expose', ({ name, api }) => {
      this.send(
        'result',
        this.resultOf(() => this.onExpose(name, deepFrozen(this.unpack(api)))),
      )
    })
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

  /** @throws Error if the page already has a property of this name */
  expose(name: string, api: unknown): void {
    this.send('expose', { name, api: this.pack(api) })
    this.takeResult()
  }

  /** Listens to messages of the bridge in the other world. */
  // biome-ignore lint/suspicious/noExplicitAny: this class packed the detail in the other world
  on(name: string, listener: (detail: any) => void): void {
    window.addEventListener(`${this.key}:${name}:${this.world}`, (event) => listener((event as CustomEvent).detail))
  }

  send(name: string, detail: unknown): void {
    window.dispatchEvent(new CustomEvent(`${this.key}:${name}:${this.other}`, { detail }))
  }

  packFunction(value: AnyFunction): { id: string; isForeign: boolean } {
    const foreign = this.foreign.get(value)
    if (foreign) return { id: foreign, isForeign: true }
    const id = this.nextId()
    this.functions.set(id, value)
    return { id, isForeign: false }
  }

  unpackFunction(id: string, isForeign: boolean): AnyFunction {
    const own = isForeign ? this.functions.get(id) : undefined
    if (own) return own
    const proxy = (...args: unknown[]) => this.call(id, args)
    this.foreign.set(proxy, id)
    return proxy
  }

  packPromise(promise: Promise<unknown>): string {
    const id = this.nextId()
    const settle = (result: Result) => this.send('settled', { id, result })
    promise.then(
      (value) => settle(this.resultOf(() => value)),
      (reason) => settle({ kind: 'error', message: messageOf(reason) }),
    )
    return id
  }

  unpackPromise(id: string): Promise<unknown> {
    return new Promise((resolve, reject) => this.pending.set(id, { resolve, reject }))
  }

  /** Runs a function of this world for the other one. A later event settles a promise. */
  private run(id: string, args: Packed): Result {
    return this.resultOf(() => this.functions.get(id)?.(...(this.unpack(args) as unknown[])))
  }

  private resultOf(call: () => unknown): Result {
    try {
      const value = call()
      if (value instanceof Promise) return { kind: 'promise', id: this.packPromise(value) }
      return { kind: 'value', value: this.pack(value) }
    } catch (reason) {
      return { kind: 'error', message: messageOf(reason) }
    }
  }

  /** @throws Error for what cannot be cloned, or is too deep */
  private pack(value: unknown): Packed {
    return needsPacking(value) ? { parts: new Packer(this).pack(value) } : { data: value }
  }

  private unpack(packed: Packed): unknown {
    return 'data' in packed ? packed.data : new Packer(this).unpack(packed.parts)
  }

  private call(id: string, args: unknown[]): unknown {
    this.send('call', { id, args: this.pack(args) })
    return this.takeResult()
  }

  private takeResult(): unknown {
    const result = this.lastResult
    this.lastResult = undefined
    if (result?.kind === 'value') return this.unpack(result.value)
    if (result?.kind === 'promise') return this.unpackPromise(result.id)
    throw new Error(result?.message ?? 'The other world has not answered.')
  }

  private nextId(): string {
    this.count += 1
    return `${this.world}-${this.count}`
  }
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason)
}
