/** A process of its own that uploads one file: `URL EMAIL PASSWORD PATH streamed|whole`. Prints how far its memory grew. */
import { createReadStream, readFileSync, statSync } from 'node:fs'
import { uploadAvatar } from '../../main/fleep/avatar'
import { login } from '../../main/fleep/sign-in'
import { Transport } from '../../main/fleep/transport'
import { runScript } from '../run-script'

async function run(): Promise<void> {
  const [url = '', email = '', password = '', path = '', how = ''] = process.argv.slice(2)
  const { session } = await login(new Transport({ server: url }), email, password)
  const file = { name: 'avatar.png', type: 'image/png', size: statSync(path).size }
  const streamed = () => createReadStream(path, { highWaterMark: 64 * 1024 })
  const whole = async function* () {
    yield readFileSync(path)
  }
  // Once before, so that what is loaded and compiled for the first one does not count.
  const small = {
    ...file,
    size: 3,
    open: async function* () {
      yield new Uint8Array(3)
    },
  }
  await uploadAvatar(session, small, {}).catch(() => undefined)
  const before = process.memoryUsage.rss()
  let peak = before
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  const timer = setInterval(look, 5)
  await uploadAvatar(session, { ...file, open: how === 'streamed' ? streamed : whole }, { onSent: look })
  clearInterval(timer)
  process.stdout.write(String(peak - before))
}

runScript(run)
