/** The app on a local Fleep server, signed in, until the window is closed. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { login } from '../../main/fleep/sign-in'
import { Transport } from '../../main/fleep/transport'
import { OsKeychain } from '../../main/keychain/keychain'
import { removeSession, writeSession } from '../../main/keychain/session-item'
import { RememberedFile } from '../../main/remembered'
import { Computer, liis } from '../e2e/computer'
import { electronExecutable, sandboxSwitches } from '../electron-host'
import { runScript } from '../run-script'

// The names under which the app itself looks for its session.
const service = 'Fleep Settings'

async function run(): Promise<void> {
  const computer = await Computer.setUp(process.platform === 'linux' ? 'open' : 'missing')
  const { server, keyring, dataFolder } = computer
  Object.assign(process.env, keyring?.env)
  process.stdout.write(`Local Fleep server: ${server.url}\nSigned in as ${liis.email} with ${liis.password}\n`)

  // The session lies where the app would have put it, so that nothing in the app is made for the demo.
  const keychain = new OsKeychain(service)
  const { session } = await login(new Transport({ server: server.url }), liis.email, liis.password)
  await writeSession(keychain, server.url, session.accountId, session.secrets, false)
  new RememberedFile(join(dataFolder, 'remembered.json')).write({
    server: server.url,
    email: liis.email,
    accountId: session.accountId,
  })

  const app = spawn(electronExecutable(), [...sandboxSwitches, '.', `--user-data-dir=${dataFolder}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const ended = new Promise((resolve) => app.once('exit', resolve))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.kill())
  await ended
  // A keyring of the demo's own goes away as a whole.
  if (!keyring) await removeSession(keychain, server.url, session.accountId)
  await session.transport.close()
  await computer.tearDown()
}

runScript(run)
