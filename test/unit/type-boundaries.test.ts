import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** The folders with a tsconfig of their own. */
const projects: string[] = JSON.parse(
  readFileSync('tsconfig.json', 'utf8').replace(/^\s*\/\/.*$/gm, ''),
).references.map(({ path }: { path: string }) => path)

/** A line of code in a folder, and whether the compiler accepts it there. */
const lines: [folder: string, line: string, isAccepted: boolean][] = [
  ['main', "export const value = process.platform + (await import('node:os')).EOL", true],
  ['main', 'export const value = document.title', false],
  ['main', 'export const value = window', false],
  ['main', "export { shared as value } from '../contract/shared'", true],
  ['main', "export { shared as value } from '../texts/shared'", true],
  ['main', "export { shared as value } from '../renderer/shared'", false],
  ['main', "export type { Shared } from '../renderer/shared'", false],
  ['main', "export { shared as value } from '../preload/shared'", false],
  ['main', "export { shared as value } from '../test/shared'", false],
  ['renderer', 'export const value = document.title + window.name', true],
  ['renderer', 'export const value = <p>Hello</p>', true],
  ['renderer', 'export const value = process.platform', false],
  ['renderer', "export { join as value } from 'node:path'", false],
  ['renderer', 'export const value = Buffer.alloc(1)', false],
  ['renderer', "export { shared as value } from '../contract/shared'", true],
  ['renderer', "export { shared as value } from '../texts/shared'", true],
  ['renderer', "export { shared as value } from '../main/shared'", false],
  ['renderer', "export type { Shared } from '../main/shared'", false],
  ['renderer', "export { shared as value } from '../preload/shared'", false],
  ['preload', "export { ipcRenderer as value } from 'electron'", true],
  ['preload', 'export const value = document.title', false],
  ['preload', "export { shared as value } from '../contract/shared'", true],
  ['preload', "export { shared as value } from '../main/shared'", false],
  ['preload', "export { shared as value } from '../renderer/shared'", false],
  ['contract', "export { z as value } from 'zod'", true],
  ['contract', 'export const value = window.name', false],
  ['contract', 'export const value = process.platform', false],
  ['contract', "export { join as value } from 'node:path'", false],
  ['contract', "export { shared as value } from '../texts/shared'", true],
  ['contract', "export type { Shared } from '../main/shared'", false],
  ['contract', "export type { Shared } from '../renderer/shared'", false],
  ['texts', 'export const value = document.title', false],
  ['texts', 'export const value = process.platform', false],
  ['texts', "export type { Shared } from '../contract/shared'", false],
  ['texts', "export type { Shared } from '../main/shared'", false],
  ['test', 'export const value = process.platform + document.title', true],
  ['test', "export { shared as value } from '../main/shared'", true],
  ['test', "export { shared as value } from '../renderer/shared'", true],
]

test('each process compiles with what it has at run time, and imports only what it may', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'boundaries-'))
  const write = (path: string, content: string) => {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
  copyFileSync('tsconfig.json', join(folder, 'tsconfig.json'))
  for (const project of projects) {
    write(`${project}/tsconfig.json`, readFileSync(`${project}/tsconfig.json`, 'utf8'))
    // One for each line: the compiler reports a file of another project only where it meets it first.
    for (const at of lines.keys()) {
      write(`${project}/shared-${at}.ts`, 'export type Shared = 1\nexport const shared: Shared = 1\n')
    }
  }
  const files = lines.map(([project, line, isAccepted], at) => {
    const path = `${project}/line-${at}.${line.includes('<p>') ? 'tsx' : 'ts'}`
    write(path, `${line.replace('/shared', `/shared-${at}`)}\n`)
    return { path, line: `${project}: ${line}`, isAccepted }
  })
  const compiler = resolve('node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [compiler, '--build', '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true, force: true })
  const refused = files.filter(({ path }) => stdout.includes(`${path}(1,`)).map(({ line }) => line)
  expect(refused).toEqual(files.filter(({ isAccepted }) => !isAccepted).map(({ line }) => line))
  // An error elsewhere would mean that the lines were not compiled as they are in the project.
  const elsewhere = stdout.split('\n').filter((line) => line && !/^\w+\/line-\d+\.tsx?\(1,/.test(line))
  expect(elsewhere).toEqual([])
})
