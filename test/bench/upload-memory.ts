/** Uploads a file several times: `URL EMAIL PASSWORD PATH streamed|whole`. Prints the largest growth of memory in bytes. */
import { readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { uploadAvatar } from '../../main/fleep/avatar-api'
import { login } from '../../main/fleep/sign-in-api'
import { Transport } from '../../main/fleep/transport'
import { runScript } from '../run-script'

/** Uploads that are not counted, because V8 reserves memory at first. */
const warmUps = 3
const rounds = 5

/** Reuses one buffer, because a chunk has been sent once the next one is requested. */
async function* streamed(path: string) {
  const handle = await open(path)
  const buffer = new Uint8Array(64 * 1024)
  try {
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

async function* whole(path: string) {
  yield readFileSync(path)
}

async function run(): Promise<void> {
  const [url = '', email = '', password = '', path = '', mode = ''] = process.argv.slice(2)
  const { session } = await login(new Transport({ server: url }), email, password)
  const read = mode === 'streamed' ? streamed : whole
  const file = { name: 'avatar.png', type: 'image/png', size: statSync(path).size, open: () => read(path) }
  let growth = 0
  for (let round = -warmUps; round < rounds; round += 1) {
    const before = process.memoryUsage.rss()
    const measure = () => {
      if (round >= 0) growth = Math.max(growth, process.memoryUsage.rss() - before)
    }
    const timer = setInterval(measure, 5)
    await uploadAvatar(session, file, { onSent: measure })
    clearInterval(timer)
  }
  process.stdout.write(String(growth))
}

runScript(run)
