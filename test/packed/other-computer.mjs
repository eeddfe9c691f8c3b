/**
 * Loaded into the processes of a build, for what differs on another computer and cannot be set from outside: the clock, which is
 * two years ahead, the number of processors, and the umask.
 */
import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'

const { now } = Date
const later = () => now() + 2 * 365 * 24 * 3600 * 1000

globalThis.Date = new Proxy(Date, {
  construct: (target, args) => Reflect.construct(target, args.length === 0 ? [later()] : args),
  get: (target, key) => (key === 'now' ? later : Reflect.get(target, key)),
})

const processors = os.cpus()
os.cpus = () => [...processors, ...processors, ...processors]
os.availableParallelism = () => 3 * processors.length
syncBuiltinESMExports()
process.umask(0o077)
