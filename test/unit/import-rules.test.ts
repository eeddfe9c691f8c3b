import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

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
]

test('Electron, undici and keytar are each imported in one folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'))
  const config = JSON.parse(readFileSync('biome.json', 'utf8'))
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }))
  for (const [file, module] of imports) {
    mkdirSync(join(folder, dirname(file)), { recursive: true })
    writeFileSync(join(folder, file), `import { something } from '${module}'\n\nsomething()\n`)
  }
  const biome = join(createRequire(import.meta.url).resolve('@biomejs/biome/package.json'), '../bin/biome')
  const only = ['lint', '--only=style/noRestrictedImports', '--max-diagnostics=none']
  const { stdout, stderr } = spawnSync(process.execPath, [biome, ...only], { cwd: folder, encoding: 'utf8' })
  rmSync(folder, { recursive: true, force: true })
  const refused = imports.filter(([file]) => `${stdout}${stderr}`.includes(`${file}:1`)).map(([file]) => file)
  expect(refused).toEqual(imports.filter(([, , isAllowed]) => !isAllowed).map(([file]) => file))
})

test('of the contract, the built renderer holds only the types', () => {
  const folder = 'out/renderer/assets'
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(0)
  for (const name of scripts) expect(readFileSync(join(folder, name), 'utf8')).not.toContain('ZodError')
})
