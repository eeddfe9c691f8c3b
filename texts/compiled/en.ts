import { compile } from '../compile'
import { en } from '../en'

/** Compiled when the app is built; see electron.vite.config.ts. */
export const catalogue = compile(en)
