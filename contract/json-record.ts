import { z } from 'zod'
import { textKey } from './fields'
import { hasRefusedName, isDeeperThan, maxJsonDepth } from './json-limits'

/** Any JSON values by their names. @param name the schema of a name */
export function jsonRecord(name: z.ZodString) {
  return z
    .unknown()
    .refine((values) => !isDeeperThan(values, maxJsonDepth), { error: textKey('input.tooDeep'), abort: true })
    .refine((values) => !hasRefusedName(values), textKey('input.nameRefused'))
    .pipe(z.record(name, z.json()))
}
