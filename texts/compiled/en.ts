import { compile } from '../compile'
import { en } from '../en'

/** The build replaces this call with its result; see electron.vite.config.ts. */
export const catalogue = compile(en)
