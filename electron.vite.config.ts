import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import { compile } from './texts/compile'
import { translations } from './texts/translations'

const catalogues = Object.entries(translations).map(([language, texts]) => [language, compile(texts)] as const)

/** Texts are compiled here, and the app needs no compiler. A text that is missing ends the build. */
const compiledTexts = {
  name: 'compiled-texts',
  load(id: string) {
    const [, catalogue] = catalogues.find(([language]) => id.endsWith(`/texts/compiled/${language}.ts`)) ?? []
    return catalogue ? `export const catalogue = ${JSON.stringify(catalogue)}` : null
  },
}

/** A sandboxed preload cannot require a second file. */
const oneCommonJsFile = { format: 'cjs', entryFileNames: 'index.js', codeSplitting: false } as const
/**
 * One file for the window's start, so that there are fewer reads; what commands need is beside it. Nothing is left to Node's
 * loader of ES modules, which takes as long to begin as what it loads.
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
      // Whose work is inside, and on what terms; it goes with the app.
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
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      minify: true,
      license: { fileName: 'licences.md' },
      rollupOptions: {
        input: resolve('renderer/index.html'),
        // All that the window starts with is one file, as each has to be asked for. That it is flat, too, needs a package of
        // no "type": to "commonjs", what exports nothing is a CommonJS module, and all that it imports gets a function each.
        output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
      },
      modulePreload: { polyfill: false },
      // A picture inlined as data: would still be allowed by the content policy, but a font or a style would not.
      assetsInlineLimit: 0,
    },
  },
})
