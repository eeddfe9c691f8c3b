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

const why = `
Where the launch is longer than wanted on the stand-in: two cores are busy with Chromium's own start all the while, so that
each millisecond of work takes two or three. Profiles show three parts of about the same length that an empty window does not
have: main's modules (40 ms of work before the window is asked for, 65 behind it, where it delays what crosses to Chromium);
the page's two files, which cross as messages; and its first run, of which half is compiling. To put both files into the page
itself changed nothing. Real Electron loads modules and files by itself and keeps what it compiled (\`codeCache\`); it could not
be measured here.`

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
  report.splice(1, 0, report.pop() ?? '', why)
  const head = '# Benchmarks\n\nWritten by `npm run bench`, in one run; what is compared is measured in turn with it.\n'
  await writeFile('docs/benchmarks.md', `${head}\n${report.join('\n').replace(/^\n/, '')}\n`)
}

runScript(run)
