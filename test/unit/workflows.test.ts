import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { withoutEmptySigning } from '../../scripts/signing.mjs'

const folder = '.github/workflows'
const files = readdirSync(folder)

/** In minutes. GitHub's own limit is six hours. */
const timeLimit = z.int().max(120)
const texts = z.record(z.string(), z.string())
/** The keys of a workflow that these files use. Source: GitHub's "Workflow syntax for GitHub Actions". */
const stepSchema = z.union([
  z.strictObject({
    if: z.string().optional(),
    run: z.string(),
    shell: z.literal('bash').optional(),
    env: texts.optional(),
  }),
  z.strictObject({
    if: z.string().optional(),
    uses: z.string().regex(/^[\w-]+\/[\w-]+@v\d+$/),
    with: z.record(z.string(), z.union([z.string(), z.int(), z.boolean()])).optional(),
  }),
])
const access = z.partialRecord(z.enum(['contents', 'id-token', 'attestations']), z.enum(['read', 'write']))
const jobSchema = z.strictObject({
  needs: z.string().optional(),
  strategy: z
    .strictObject({ 'fail-fast': z.boolean().optional(), matrix: z.record(z.string(), z.array(z.string())) })
    .optional(),
  'runs-on': z.string(),
  'timeout-minutes': timeLimit,
  permissions: access.optional(),
  steps: z.array(stepSchema).min(1),
})
const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.partialRecord(z.enum(['push', 'pull_request', 'schedule', 'workflow_dispatch']), z.unknown()),
  permissions: z.strictObject({ contents: z.literal('read') }),
  env: texts.optional(),
  jobs: z.record(z.string(), jobSchema),
})

type Job = z.infer<typeof jobSchema>

/** @returns the text of each command, and each value that an action gets, with the values of the matrix filled in */
function textsIn({ steps, strategy }: Job): string[] {
  const written = steps.flatMap((step) => ('run' in step ? [step.run] : Object.values(step.with ?? {}).map(String)))
  return Object.entries(strategy?.matrix ?? {}).reduce(
    (filled, [name, values]) =>
      filled.flatMap((text) => values.map((value) => text.replaceAll(`\${{ matrix.${name} }}`, value))),
    written,
  )
}

/** @returns each match's first group */
function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, group = '']) => group)
}

/** A name that another line of the same files makes is no file of the project. */
const made = /^(?:dist|installers)\//
const wordsOfScripts = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts)

test.each(files)('%s has the form of a workflow', (file) => {
  const result = workflowSchema.safeParse(parse(readFileSync(join(folder, file), 'utf8')))
  expect(result.error?.issues ?? []).toEqual([])
})

const pathPattern = /(?<![\w@.*/-])((?:\.ci|docs|scripts|test)\/[\w./-]*[\w/]|[\w/-]+\.(?:mjs|mts|md))(?![\w*])/g

/** @returns the scripts, programs, jobs and files that a workflow names and that do not exist */
function missingNames(source: string): string[] {
  const { jobs } = workflowSchema.parse(parse(source))
  const used = Object.values(jobs).flatMap(textsIn).join('\n')
  const scripts = [...matches(used, /\bnpm run ([\w:-]+)/g), ...(/\bnpm test\b/.test(used) ? ['test'] : [])]
  const programs = matches(used, /\bnpx --no-install ([\w-]+)/g)
  const needed = Object.values(jobs).flatMap(({ needs = [] }) => needs)
  return [
    ...scripts.filter((name) => !wordsOfScripts.includes(name)),
    ...programs.filter((name) => !existsSync(join('node_modules/.bin', name))),
    // Without this option, npx would download and run a package of that name.
    ...matches(used, /\bnpx (?!--no-install)(\S+)/g),
    ...matches(`${used}\n${source}`, pathPattern).filter((path) => !made.test(path) && !existsSync(path)),
    ...needed.filter((name) => !(name in jobs)),
  ]
}

test('a misspelt key, and a script, program, job and file that do not exist are found', () => {
  const job = (steps: string) =>
    `name: x\non: {push: }\npermissions: {contents: read}\njobs:\n  a:\n    runs-on: x\n    timeout-minutes: 5\n    ${steps}`
  const commands = ['npm run nothing', 'npx --no-install nobody', 'npx stranger', 'node scripts/nowhere.mjs'].join(
    ' && ',
  )
  expect(missingNames(job(`needs: c\n    steps: [{run: "${commands}"}]`))).toEqual([
    'nothing',
    'nobody',
    'stranger',
    'scripts/nowhere.mjs',
    'scripts/nowhere.mjs',
    'c',
  ])
  expect(workflowSchema.safeParse(parse(job('steps: [{runs: npm test}]'))).success).toBe(false)
  expect(workflowSchema.safeParse(parse(job('steps: [{uses: actions/checkout}]'))).success).toBe(false)
})

test.each(files)('what %s names exists', (file) => {
  expect(missingNames(readFileSync(join(folder, file), 'utf8'))).toEqual([])
})

test.each(files)('the expressions of %s name what there is', (file) => {
  const source = readFileSync(join(folder, file), 'utf8')
  const comment = source.replace(/^(?!#).*$/gm, '')
  const contexts = matches(source, /\b((?:secrets|vars)\.\w+)/g).map((name) => name.replace(/^\w+\./, ''))
  // The maintainer reads in the comment what to set.
  expect(contexts.filter((name) => !comment.includes(name))).toEqual([])
  expect(
    matches(source, /runner\.os == '(\w+)'/g).filter((name) => !['Linux', 'macOS', 'Windows'].includes(name)),
  ).toEqual([])
  const { jobs } = workflowSchema.parse(parse(source))
  for (const job of Object.values(jobs)) {
    const names = matches(JSON.stringify(job), /\bmatrix\.(\w+)/g)
    expect(names.filter((name) => !(job.strategy && name in job.strategy.matrix))).toEqual([])
  }
  // An expression `a && b || c` gives c also where b is empty: one system would get the secret of another.
  const choices = matches(source, /\$\{\{ (runner\.os == .*?) \}\}/g)
  for (const choice of choices) expect(choice).toMatch(/ \|\| ''$/)
})

test('CI and releases use one version of Node, which Electron’s package accepts', () => {
  const versions = files.flatMap((file) => matches(readFileSync(join(folder, file), 'utf8'), /node-version: (\d+)/g))
  expect(versions.length).toBeGreaterThan(2)
  expect(new Set(versions)).toEqual(new Set(['24']))
})

test('the local checks and CI run the same', () => {
  const local = readFileSync('.ci/run', 'utf8')
  const hosted = readFileSync(join(folder, 'ci.yml'), 'utf8')
  for (const check of ['npm test', 'npm run lint', 'npm run types', 'tsc --build --force test/bench']) {
    expect(local).toContain(check)
    expect(hosted).toContain(check)
  }
})

test('an empty certificate is no certificate', () => {
  const env = { CSC_LINK: '', CSC_KEY_PASSWORD: ' ', APPLE_ID: '', APPLE_TEAM_ID: 'T1', UPDATE_FEED: '', PATH: '/bin' }
  expect(withoutEmptySigning(env)).toEqual({ APPLE_TEAM_ID: 'T1', UPDATE_FEED: '', PATH: '/bin' })
})
