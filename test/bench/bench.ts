import { cpus, totalmem } from 'node:os'
import { runScript } from '../run-script'
import { benchAvatar } from './avatar'
import { benchBytes } from './bytes'
import { benchCalls } from './calls'
import { benchLaunch } from './launch'

async function run(): Promise<void> {
  const [cpu, ...others] = cpus()
  const host = process.env.ELECTRON_OVERRIDE_DIST_PATH ? 'the stand-in' : 'Electron'
  const memory = Math.round(totalmem() / 2 ** 30)
  process.stdout.write(
    `${cpu?.model}, ${others.length + 1} cores, ${memory} GiB, Node ${process.version}, on ${host}\n`,
  )
  await benchCalls()
  await benchLaunch()
  await benchAvatar()
  benchBytes()
}

runScript(run)
