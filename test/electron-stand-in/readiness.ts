/** Whether `ready` was emitted: much of Electron throws before, and some of it after. */
export const readiness = { isReady: false }

/** @param problem Electron's own sentence. @throws before the app is ready */
export function requireReady(problem: string): void {
  if (!readiness.isReady) throw new Error(problem)
}

/** @returns the object, whose members throw before the app is ready, except those that are named */
export function withReadiness<T extends object>(members: T, problem: string, early: (keyof T)[] = []): T {
  return new Proxy(members, {
    get(target, key) {
      if (typeof key !== 'symbol' && !early.includes(key as keyof T)) requireReady(problem)
      return Reflect.get(target, key, target)
    },
  })
}
