import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import { ignoredWords, wordsOfLanguages } from './renderer/search/words-of-languages'
import { compile } from './texts/compile'
import { translations } from './texts/translations'

const catalogues = Object.entries(translations).map(([language, texts]) => [language, compile(texts)] as const)

/** Compiles the texts when the app is built, so it ships no compiler. A missing text ends the build. */
const compiledTexts = {
  name: 'compiled-texts',
  load(id: string) {
    const [, catalogue] = catalogues.find(([language]) => id.endsWith(`/texts/compiled/${language}.ts`)) ?? []
    return catalogue ? `export const catalogue = ${JSON.stringify(catalogue)}` : null
  },
}

/** Collects the search words of all languages when the app is built, so the page ships no other texts of them. */
const searchWords = {
  name: 'search-words',
  load(id: string) {
    if (!id.endsWith('/renderer/search/words-of-languages.ts')) return null
    const values = Object.entries({ ignoredWords, wordsOfLanguages })
    return values.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}`).join('\n')
  },
}

/** A sandboxed preload script cannot require a second file. */
const oneCommonJsFile = { format: 'cjs', entryFileNames: 'index.js', codeSplitting: false } as const
/**
 * The code that the window starts with is in one file, to read less often. It is CommonJS, because starting Node's loader
 * of ES modules takes as long as loading the code.
 */
const commonJs = {
  format: 'cjs',
  entryFileNames: 'index.js',
  chunkFileNames: '[name].js',
  dynamicImportInCjs: false,
} as const

export default defineConfig({
  main: {
    plugins: [compiledTexts],
    build: {
      minify: true,
      // The licences of all bundled packages. The app ships this file.
      license: { fileName: 'licences.md' },
      rollupOptions: { input: resolve('main/index.ts'), output: commonJs },
    },
  },
  preload: {
    build: { rollupOptions: { input: resolve('preload/index.ts'), output: oneCommonJsFile } },
  },
  renderer: {
    root: 'renderer',
    base: './',
    plugins: [searchWords],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      minify: true,
      license: { fileName: 'licences.md' },
      rollupOptions: {
        input: resolve('renderer/index.html'),
        // The page starts with one script, because each file is a request. Its modules share one scope only if package.json
        // has no "type": with "commonjs", a module without exports counts as CommonJS, and each of its imports is wrapped
        // in a function.
        output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
      },
      modulePreload: { polyfill: false },
      // One file for all styles, which are 5 kB compressed, so that a panel that is loaded later does not wait for its styles.
      cssCodeSplit: false,
      // The content security policy allows data: URLs for pictures, but not for fonts and styles.
      assetsInlineLimit: 0,
    },
  },
})
