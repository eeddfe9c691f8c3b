import { compile } from '../compile'
import { et } from '../et'

/** Compiled when the app is built; see electron.vite.config.ts. */
export const catalogue = compile(et)
