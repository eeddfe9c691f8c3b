/**
 * Refuses everything that the stand-in does not have, so that no test passes on a call that did nothing.
 *
 * @param name the name of the object in Electron's documentation
 * @param members what the stand-in has
 * @returns a proxy of `members`; reading any other property throws "the stand-in has no NAME.PROPERTY"
 */
export function refuseTheRest<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get(target, key) {
      // JavaScript itself reads symbols and `then` (await, inspection).
      if (key in target || typeof key === 'symbol' || key === 'then') return Reflect.get(target, key, target)
      throw new Error(`the stand-in has no ${name}.${key}`)
    },
  })
}
