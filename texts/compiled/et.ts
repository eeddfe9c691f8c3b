import { compile } from '../compile'
import { et } from '../et'

/** The build replaces this call with its result; see electron.vite.config.ts. */
export const catalogue = compile(et)
