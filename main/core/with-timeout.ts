/**
 * Waits for a promise, but no longer than `milliseconds`. The work behind the promise goes on; what becomes of it is ignored.
 * @param onTimeout called when the time is over: what it returns or throws is the outcome
 */
export async function withTimeout<Value, Late>(
  promise: Promise<Value>,
  milliseconds: number,
  onTimeout: () => Late,
): Promise<Value | Late> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  }).then(onTimeout)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
