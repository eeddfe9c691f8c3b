/**
 * What the stand-in lacks is refused by name, so that a test never passes on a call that did nothing.
 *
 * @param name what the object is called in Electron's documentation
 * @param parts what the stand-in does have
 * @returns the same object; reading any other property throws "the stand-in has no NAME.PROPERTY"
 */
export function refuseTheRest<T extends object>(name: string, parts: T): T {
  return new Proxy(parts, {
    get(target, key) {
      // Symbols and `then` are read by the language itself (await, inspection); they ask for nothing of Electron's.
      if (key in target || typeof key === 'symbol' || key === 'then') return Reflect.get(target, key, target)
      throw new Error(`the stand-in has no ${name}.${key}`)
    },
  })
}
