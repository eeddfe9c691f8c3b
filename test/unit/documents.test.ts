import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, posix } from 'node:path'
import { expect, test } from 'vitest'

const files = git('--cached', '--others', '--exclude-standard').filter((path) => existsSync(path))
const folders = new Set(files.flatMap(parentsOf))
const fileNames = new Set(files.map((path) => basename(path)))
const documents = files.filter((path) => path.endsWith('.md'))

/** @returns paths from the root of the repository, with slashes */
function git(...options: string[]): string[] {
  return execFileSync('git', ['ls-files', '-z', ...options], { encoding: 'utf8' })
    .split('\0')
    .filter(Boolean)
}

function parentsOf(path: string): string[] {
  const parent = posix.dirname(path)
  return parent === '.' ? [] : [parent, ...parentsOf(parent)]
}

/** A path from the root of the repository, in code or in a sentence. */
const pathPattern = /(?<![\w@.~/-])(?:contract|docs|main|preload|renderer|scripts|test|texts)\/[^\s`'"“”|()[\],;:→]*/g
/** The target of a link or picture that is no URL and no heading of the same document. */
const linkPattern = /\]\((?![a-z]+:|#)([^)#\s]+)/g
/** Code that is only a file's name; documents in a folder name the files beside them in this way. */
const fileNamePattern = /`([\w@.-]+\.(?:tsx?|mts|mjs|css))`/g
/** A word in capitals that stands for a name, such as NAME in main/features/NAME/. */
const placeholder = /(?:^|\/)(?!README\b|LICENSE\b|CHANGELOG\b|CONTRIBUTING\b|SECURITY\b)[A-Z]+(?=[/.]|$)/

/** @returns the paths and names of files in a document that do not exist */
function missingPaths(document: string, content: string): string[] {
  const checked = content.replace(/^```diff\n.*?^```$/gms, '')
  const paths = [...checked.matchAll(pathPattern)].map(([path]) => path)
  const links = [...checked.matchAll(linkPattern)].map(([, link = '']) => posix.join(posix.dirname(document), link))
  const names = [...checked.matchAll(fileNamePattern)].map(([, name = '']) => name)
  return [
    ...[...paths, ...links].filter((path) => !isGlobOrPlaceholder(path) && !exists(path)),
    ...names.filter((name) => !fileNames.has(name)),
  ]
}

function isGlobOrPlaceholder(path: string): boolean {
  return /[*{…]/.test(path) || placeholder.test(path)
}

function exists(path: string): boolean {
  // A sentence may end right after a path.
  const cleaned = posix.normalize(path.replace(/\.$/, '')).replace(/\/$/, '')
  return files.includes(cleaned) || folders.has(cleaned)
}

test('a path, a link and a file name that do not exist are found', () => {
  const content = [
    'See `main/nowhere.ts`, test/nowhere/ and [this](nowhere.md); `nowhere.tsx` has more.',
    '```\nrenderer/nowhere.tsx → preload/index.ts\n```',
    '```diff\n+++ b/main/nowhere-in-a-diff.ts\n```',
    'Write `main/features/NAME/handlers.ts`, `texts/LANGUAGE.ts` and `test/**/*.test.ts`.',
    'See `main/index.ts`, docs/, test/bench. And [settings](settings.md#top), [Fleep](https://fleep.io), `settings.ts`.',
  ].join('\n')
  expect(missingPaths('docs/example.md', content)).toEqual([
    'main/nowhere.ts',
    'test/nowhere/',
    'renderer/nowhere.tsx',
    'docs/nowhere.md',
    'nowhere.tsx',
  ])
})

test.each(documents)('%s names only files and folders that exist', (document) => {
  expect(missingPaths(document, readFileSync(document, 'utf8'))).toEqual([])
})

test('docs/dependencies.md gives the reason of each package, and names no other', () => {
  const packages = ['package.json', 'test/bench/package.json'].flatMap((path) => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, object>
    return Object.keys({ ...dependencies, ...devDependencies })
  })
  const rows = [...readFileSync('docs/dependencies.md', 'utf8').matchAll(/^\| (`.+?) +\| (\S.*?) +\|$/gm)]
  const named = rows.flatMap(([, names = '']) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name))
  expect(named.sort()).toEqual(packages.sort())
})

test('README.md names the versions of Node that the project and Electron’s package ask for', () => {
  const wanted = (path: string) => /[\d.]+/.exec(JSON.parse(readFileSync(path, 'utf8')).engines.node)?.[0]
  const readme = readFileSync('README.md', 'utf8')
  expect(readme).toContain(`Node ${wanted('package.json')} or later`)
  expect(readme).toContain(`Before Node ${wanted('node_modules/electron/package.json')?.replace(/\.0$/, '')},`)
})
