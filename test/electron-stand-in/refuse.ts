/** What an object that Electron has destroyed keeps: what is written in JavaScript, such as the methods of its EventEmitter. */
const kept = new Set(
  (
    'constructor isDestroyed on once off emit addListener removeListener removeAllListeners prependListener ' +
    'prependOnceListener listeners rawListeners listenerCount eventNames setMaxListeners getMaxListeners'
  ).split(' '),
)

/**
 * Refuses everything that the stand-in does not have, so that no test passes on a call that did nothing.
 *
 * @param name the name of the object in Electron's documentation
 * @param members what the stand-in has
 * @param isDestroyed whether Electron has destroyed the object; what its native part would answer then throws
 * @returns a proxy of `members`; reading or setting any other property throws "the stand-in has no NAME.PROPERTY"
 */
export function refuseTheRest<T extends object>(name: string, members: T, isDestroyed = () => false): T {
  return new Proxy(members, {
    get(target, key) {
      const isMissing = !(key in target) && typeof key === 'string' && key !== 'then'
      if (isMissing) throw new Error(`the stand-in has no ${name}.${key}`)
      const value: unknown = Reflect.get(target, key, target)
      // JavaScript itself reads symbols and `then` (await, inspection).
      if (typeof key === 'symbol' || key === 'then' || !isDestroyed()) return value
      if (typeof value !== 'function') return throwDestroyed()
      return kept.has(key) ? value.bind(target) : throwDestroyed
    },
    set(target, key, value) {
      if (!(key in target) && typeof key === 'string') throw new Error(`the stand-in has no ${name}.${key}`)
      return Reflect.set(target, key, value, target)
    },
  })
}

function throwDestroyed(): never {
  throw new TypeError('Object has been destroyed')
}
