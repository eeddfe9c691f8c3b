import { writeFile } from 'node:fs/promises'
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
import { aims, print, printTable, report } from './statistics'

const parts = {
  calls: benchCalls,
  launch: benchLaunch,
  saved: benchClickToSaved,
  memory: benchMemory,
  panel: benchPanelSize,
  growth: benchGrowth,
  avatar: benchAvatar,
  bytes: async () => benchBytes(),
}

const notes = `
Launch: Chromium's own start keeps two cores busy, so that on such a machine all work of all processes counts, whoever waits
for it; docs/architecture.md says what the start leaves for later. On the stand-in, modules and files cross as messages; real
Electron loads them by itself and keeps what it compiled (\`codeCache\`). It could not be measured here.

Python: \`fleepclient\` is Fleep's own (python-client of github.com/fleephub/fleep-api). What Python can import is measured, so
that one is told by PYTHONPATH where it is.`

const { values } = parseArgs({ options: { only: { type: 'string' } } })

async function run(): Promise<void> {
  const [cpu, ...others] = cpus()
  const host = process.env.ELECTRON_OVERRIDE_DIST_PATH ? 'the stand-in, with Chromium' : 'Electron'
  const memory = Math.round(totalmem() / 2 ** 30)
  const date = new Date().toISOString().slice(0, 10)
  print(`${date}: ${cpu?.model}, ${others.length + 1} cores, ${memory} GiB, Node ${process.version}, on ${host}.`)
  for (const [name, bench] of Object.entries(parts)) if (!values.only || values.only === name) await bench()
  printTable('What is wanted', aims)
  if (values.only) return
  // First what most readers want to know.
  report.splice(1, 0, report.pop() ?? '', notes)
  const head = '# Benchmarks\n\nWritten by `npm run bench`, in one run; what is compared is measured in turn with it.\n'
  await writeFile('docs/benchmarks.md', `${head}\n${report.join('\n').replace(/^\n/, '')}\n`)
}

runScript(run)
