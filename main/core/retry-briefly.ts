/** Errors that can pass by themselves: no file handles left, or another program has the file open for a moment. */
const passingErrors = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'EBUSY', 'EACCES', 'EPERM'])

/** The times before each next try, in milliseconds. */
const delays = [5, 10, 20, 40, 80]

/**
 * Runs a synchronous file operation, and repeats it for up to 155 ms while it fails with an error that can pass.
 * @throws the last error, or at once any other
 */
export function retryBriefly<Value>(operation: () => Value): Value {
  for (const delay of delays) {
    try {
      return operation()
    } catch (reason) {
      if (!passingErrors.has(codeOf(reason) ?? '')) throw reason
      sleepSync(delay)
    }
  }
  return operation()
}

/** @returns the code of a system error, such as `ENOENT`; undefined for any other error */
export function codeOf(reason: unknown): string | undefined {
  const { code, syscall } = (reason ?? {}) as NodeJS.ErrnoException
  return syscall === undefined ? undefined : code
}

/** Blocks this thread. @param milliseconds a few */
export function sleepSync(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
