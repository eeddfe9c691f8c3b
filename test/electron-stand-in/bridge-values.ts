/** Values between the two worlds of a page, part by part. */

type AnyFunction = (...args: unknown[]) => unknown

/** How functions and promises get to the other world, by id. */
export interface Packing {
  packFunction(value: AnyFunction): { id: string; isForeign: boolean }
  unpackFunction(id: string, isForeign: boolean): AnyFunction
  packPromise(value: Promise<unknown>): string
  unpackPromise(id: string): Promise<unknown>
}

/** Deeper values are refused. Source: Electron's shell/renderer/api/electron_api_context_bridge.cc. */
const longestNesting = 1000

/**
 * @returns whether it has parts that Chromium does not copy as Electron does: functions, promises and errors
 * @throws Error as Electron does, for what cannot be cloned and for what is nested too deeply
 */
export function needsPacking(value: unknown): boolean {
  const seen = new Set<object>()
  let isNeeded = false
  const visit = (item: unknown, depth: number) => {
    if (typeof item === 'symbol') throw new Error('An object could not be cloned.')
    if (typeof item === 'function') isNeeded = true
    if (typeof item !== 'object' || item === null || seen.has(item)) return
    // The value is in the list of arguments.
    if (depth > longestNesting) {
      throw new Error(
        'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.',
      )
    }
    seen.add(item)
    if (item instanceof Promise || item instanceof Error) isNeeded = true
    else if (Array.isArray(item)) for (const part of item) visit(part, depth + 1)
    else if (isPlain(item)) for (const part of Object.values(item)) visit(part, depth + 1)
    else requireCloneable(item)
  }
  visit(value, 0)
  return isNeeded
}

function requireCloneable(item: object): void {
  if (ArrayBuffer.isView(item)) return
  try {
    structuredClone(item)
  } catch {
    throw new Error('An object could not be cloned.')
  }
}

type Part =
  | { bridged: 'function'; id: string; isForeign: boolean }
  | { bridged: 'promise'; id: string }
  | { bridged: 'error'; message: string; stack: string | undefined }

/** Packs or unpacks one value, which may contain itself. */
export class Packer {
  private readonly done = new Map<object, unknown>()

  constructor(private readonly packing: Packing) {}

  pack(value: unknown): unknown {
    if (typeof value === 'function') {
      return { bridged: 'function', ...this.packing.packFunction(value as AnyFunction) } satisfies Part
    }
    if (value instanceof Promise) return { bridged: 'promise', id: this.packing.packPromise(value) } satisfies Part
    if (value instanceof Error) return { bridged: 'error', message: value.message, stack: value.stack } satisfies Part
    return this.mapParts(value, (part) => this.pack(part))
  }

  unpack(value: unknown): unknown {
    const part = value as Part | null | undefined
    const kind = isPlain(part) ? part.bridged : undefined
    if (kind === 'function') {
      const { id, isForeign } = part as Part & { bridged: 'function' }
      return this.packing.unpackFunction(id, isForeign)
    }
    if (kind === 'promise') return this.packing.unpackPromise((part as Part & { bridged: 'promise' }).id)
    if (kind === 'error') {
      const { message, stack } = part as Part & { bridged: 'error' }
      return Object.assign(new Error(message), { stack })
    }
    return this.mapParts(value, (item) => this.unpack(item))
  }

  private mapParts(value: unknown, map: (part: unknown) => unknown): unknown {
    if (!Array.isArray(value) && !isPlain(value)) return value
    const known = this.done.get(value)
    if (known) return known
    const copy: unknown[] | Record<string, unknown> = Array.isArray(value) ? [] : {}
    this.done.set(value, copy)
    for (const [name, part] of Object.entries(value)) {
      const property = { value: map(part), enumerable: true, writable: true, configurable: true }
      Object.defineProperty(copy, name, property)
    }
    return copy
  }
}

/** The page cannot replace a function that the preload exposes. */
export function deepFrozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  // Neither can be frozen, and neither has parts of the preload.
  if (ArrayBuffer.isView(value) || value instanceof Promise) return value
  Object.freeze(value)
  Object.values(value).forEach(deepFrozen)
  return value
}

function isPlain<Value>(value: Value): value is Value & object {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
}
