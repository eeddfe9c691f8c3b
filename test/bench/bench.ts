import { readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { runScript } from '../run-script'
import { benchAvatar } from './avatar'
import { benchBytes } from './bytes'
import { benchCalls } from './calls'
import { benchClickToSaved } from './click-to-saved'
import { benchGrowth } from './growth'
import { benchLaunch } from './launch'
import { benchMemory } from './memory'
import { benchPanelSize } from './panel-size'
import { benchPolling } from './polling'
import { print, printTable, report, targets } from './statistics'

const benchmarks = {
  calls: benchCalls,
  launch: benchLaunch,
  saved: benchClickToSaved,
  memory: benchMemory,
  panel: benchPanelSize,
  growth: benchGrowth,
  avatar: benchAvatar,
  bytes: async () => benchBytes(),
  polling: benchPolling,
}

const notes = `
Launch: Chromium's start keeps two cores busy, so on a machine with two cores all work of all processes counts.
main/startup/start.ts says what the start postpones. On the stand-in, the page's files are sent as messages. Electron loads
them itself and caches the compiled code (\`codeCache\`). It could not be measured here.

Python: \`fleepclient\` is Fleep's own client (python-client of github.com/fleephub/fleep-api). The benchmark measures each
client that Python can import, so PYTHONPATH must name its folder.`

const path = 'docs/benchmarks.md'

const { values } = parseArgs({ options: { only: { type: 'string' } } })

async function run(): Promise<void> {
  const [cpu, ...others] = cpus()
  const host = process.env.ELECTRON_OVERRIDE_DIST_PATH ? 'the stand-in, with Chromium' : 'Electron'
  const memory = Math.round(totalmem() / 2 ** 30)
  const date = new Date().toISOString().slice(0, 10)
  print(`${date}: ${cpu?.model}, ${others.length + 1} cores, ${memory} GiB, Node ${process.version}, on ${host}.`)
  for (const [name, bench] of Object.entries(benchmarks)) if (!values.only || values.only === name) await bench()
  if (values.only) {
    if (values.only === 'polling') await replaceTable(report.at(-1) ?? '')
    return
  }
  printTable('Targets', targets)
  // The table of targets comes first.
  report.splice(1, 0, report.pop() ?? '', notes)
  const head = '# Benchmarks\n\nWritten by `npm run bench`, in one run. Programs that are compared take turns.\n'
  await writeFile(path, `${head}\n${report.join('\n').replace(/^\n/, '')}\n`)
}

/** Replaces the table with the same title in the report, which is possible only where the machine does not matter. */
async function replaceTable(table: string): Promise<void> {
  const [, title = ''] = table.split('\n')
  const written = await readFile(path, 'utf8')
  const start = written.indexOf(`\n${title}\n`)
  const end = written.indexOf('\n\n', start + title.length + 4)
  const before = start < 0 ? written : `${written.slice(0, start)}`
  await writeFile(path, start < 0 || end < 0 ? `${before.trimEnd()}\n${table}\n` : before + table + written.slice(end))
}

runScript(run)
