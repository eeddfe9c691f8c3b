import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** Lints files as biome.json says. @returns the places of the errors by one rule, as `file:line` */
function lint(rule: string, files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'))
  const config = JSON.parse(readFileSync('biome.json', 'utf8'))
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }))
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(file)), { recursive: true })
    writeFileSync(join(folder, file), content)
  }
  const biome = join(createRequire(import.meta.url).resolve('@biomejs/biome/package.json'), '../bin/biome')
  const options = ['lint', '--max-diagnostics=none', '--reporter=json']
  const { stdout, stderr } = spawnSync(process.execPath, [biome, ...options], { cwd: folder, encoding: 'utf8' })
  rmSync(folder, { recursive: true, force: true })
  const { diagnostics }: { diagnostics: Diagnostic[] } = JSON.parse(stdout || `{"diagnostics":"${stderr}"}`)
  const found = diagnostics.filter(({ category, severity }) => category === `lint/${rule}` && severity === 'error')
  return found.map(({ location }) => `${location.path}:${location.start.line}`).sort()
}

interface Diagnostic {
  category: string
  severity: string
  location: { path: string; start: { line: number } }
}

/** Which file imports what, and whether the rules let it. */
const imports: [file: string, module: string, isAllowed: boolean][] = [
  ['main/electron/tray.ts', 'electron', true],
  ['main/features/smtp/handlers.ts', 'electron', false],
  ['main/http/client.ts', 'undici', true],
  ['main/fleep/transport.ts', 'undici', false],
  ['main/mail/autoconfig.ts', 'undici', false],
  ['main/features/session/session.ts', 'undici', false],
  ['main/keychain/smtp-item.ts', 'keytar', true],
  ['main/electron/menu.ts', 'keytar', false],
  ['main/electron/updater.ts', 'electron-updater', true],
  ['main/features/updates/updates.ts', 'electron-updater', false],
  ['preload/index.ts', 'electron', true],
  ['renderer/state.ts', 'electron', false],
  ['renderer/bridge.ts', 'undici', false],
  ['renderer/text.tsx', '../texts/format', true],
  ['renderer/app.tsx', '../texts/en', false],
  ['renderer/panels/smtp/smtp-panel.tsx', '../../../texts/compiled/en', false],
]

test('Electron, undici, keytar and the catalogues are each imported in one place', () => {
  const files = imports.map(([file, module]) => [file, `import { something } from '${module}'\n\nsomething()\n`])
  expect(lint('style/noRestrictedImports', Object.fromEntries(files))).toEqual(
    imports
      .filter(([, , isAllowed]) => !isAllowed)
      .map(([file]) => `${file}:1`)
      .sort(),
  )
})

test('an import cycle is an error, even of types alone', () => {
  const cycle = {
    'main/core/a.ts': "import type { B } from './b'\n\nexport type A = B | 1\n",
    'main/core/b.ts': "import type { A } from './a'\n\nexport type B = A[]\n",
    'main/core/c.ts': "import type { A } from './a'\n\nexport type C = A[]\n",
  }
  expect(lint('suspicious/noImportCycles', cycle)).toEqual(['main/core/a.ts:1', 'main/core/b.ts:1'])
})

/** @param count of lines in its body */
function functionOf(count: number): string {
  return `export function run() {\n${'  run()\n'.repeat(count)}}\n`
}

test('a file of the app has at most 250 lines, and a function’s body 60', () => {
  const lines = (count: number) => 'export {}\n'.repeat(count)
  const files = {
    'main/a.ts': lines(251),
    'main/b.ts': lines(250),
    'renderer/c.tsx': lines(251),
    'texts/en.ts': lines(999),
  }
  expect(lint('style/noExcessiveLinesPerFile', files)).toEqual(['main/a.ts:1', 'renderer/c.tsx:1'])
  const functions = { 'contract/a.ts': functionOf(61), 'contract/b.ts': functionOf(60), 'test/c.ts': functionOf(99) }
  expect(lint('complexity/noExcessiveLinesPerFunction', functions)).toEqual(['contract/a.ts:1'])
})

test('of the contract, the built renderer holds only the types', () => {
  const folder = 'out/renderer/assets'
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(0)
  for (const name of scripts) expect(readFileSync(join(folder, name), 'utf8')).not.toContain('ZodError')
})
