type Callback = (...args: unknown[]) => void

const turn = setImmediate

/**
 * Holds the callbacks of timers and setImmediate(), as in a packed app: no turn of Node's event loop comes between the app's
 * script and `ready`. Microtasks and nextTick() run. Source: Electron's NodeBindings::JoinAppCode, and
 * ElectronBrowserMainParts, which starts to poll the loop right before `ready`.
 *
 * @returns a function to be called once the app is ready
 */
export function holdTimers(): () => void {
  const original = { setImmediate, setTimeout, setInterval }
  let held: (() => void)[] | undefined = []
  const hold =
    (callback: Callback, isRepeated: boolean) =>
    (...args: unknown[]) => {
      if (!held) callback(...args)
      else if (!isRepeated) held.push(() => callback(...args))
    }
  Object.assign(globalThis, {
    setImmediate: (callback: Callback, ...args: unknown[]) => original.setImmediate(hold(callback, false), ...args),
    setTimeout: (callback: Callback, ...args: []) => original.setTimeout(hold(callback, false), ...args),
    setInterval: (callback: Callback, ...args: []) => original.setInterval(hold(callback, true), ...args),
  })
  return () => {
    Object.assign(globalThis, original)
    const callbacks = held ?? []
    held = undefined
    for (const callback of callbacks) turn(callback)
  }
}

/** @returns false after the next turn of the event loop, and its microtasks */
export function nextTurn(): Promise<false> {
  return new Promise((resolve) => turn(() => turn(() => resolve(false))))
}
