import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** @returns the size of the heap in bytes, after garbage collection */
export function heapSize(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}
