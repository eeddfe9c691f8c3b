/** Builds the stand-in to out/electron-stand-in/, a folder for ELECTRON_OVERRIDE_DIST_PATH. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { build, type InlineConfig } from 'vite'
import { findChromium } from './chromium'
import { fuseWire } from './fuse-wire'

const outDir = resolve('out/electron-stand-in')
const common = { configFile: false, logLevel: 'warn' } satisfies InlineConfig

await build({
  ...common,
  build: {
    outDir,
    emptyOutDir: true,
    minify: false,
    lib: {
      entry: resolve('test/electron-stand-in/page.ts'),
      name: 'standInPage',
      formats: ['iife'],
      fileName: () => 'page.js',
    },
  },
})
const versions = {
  electronVersion: JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8')).version as string,
  chromiumVersion:
    /[\d.]+/.exec(execFileSync(findChromium(), ['--version'], { encoding: 'utf8', stdio: 'pipe' }))?.[0] ?? '',
}
await build({
  ...common,
  define: Object.fromEntries(Object.entries(versions).map(([name, version]) => [name, JSON.stringify(version)])),
  ssr: { noExternal: true },
  build: {
    outDir,
    emptyOutDir: false,
    ssr: resolve('test/electron-stand-in/main.ts'),
    rollupOptions: {
      // Only Electron has it.
      external: ['original-fs'],
      output: {
        format: 'cjs',
        entryFileNames: 'electron',
        banner: `#!/usr/bin/env node\n${fuseWire}`,
        codeSplitting: false,
      },
    },
  },
})
chmodSync(resolve(outDir, 'electron'), 0o755)
// electron-builder selects from these.
mkdirSync(resolve(outDir, 'locales'))
for (const language of ['en-US', 'et']) writeFileSync(resolve(outDir, `locales/${language}.pak`), '')
