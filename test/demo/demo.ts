/** Runs the app signed in to a local Fleep server until it quits. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { KnownSessionFile } from '../../main/features/session/known-session-file'
import { placeOf } from '../../main/features/smtp/password-place'
import { login } from '../../main/fleep/sign-in-api'
import { Transport } from '../../main/fleep/transport'
import { OsKeychain } from '../../main/keychain/keychain'
import { mailPasswordName, type PasswordPlace, writeMailPassword } from '../../main/keychain/mail-password-item'
import { removeSession, writeSession } from '../../main/keychain/session-item'
import { Computer, liis } from '../e2e/support/computer'
import { electronExecutable, sandboxSwitches } from '../electron-host'
import type { SmtpRecord } from '../fleep-server/accounts'
import { runScript } from '../run-script'
import { startMailServers } from './mail'

// The keychain service that the app uses.
const service = 'Fleep Settings'

async function run(): Promise<void> {
  const computer = await Computer.setUp(process.platform === 'linux' ? 'open' : 'missing')
  const { server, keyring, dataFolder } = computer
  Object.assign(process.env, computer.env)
  const mail = await startMailServers(computer)
  process.stdout.write(`Local Fleep server: ${server.url}\nSigned in as ${liis.email} with ${liis.password}\n`)

  // Store the session where the app looks for it, so that the app needs no code for the demo.
  const keychain = new OsKeychain(service)
  const { session } = await login(new Transport({ server: server.url }), liis.email, liis.password)
  await writeSession(keychain, server.url, session.accountId, session.secrets, false)
  const { accountId } = session
  const mailPasswords = mail.accounts.map(({ smtp_id }) => ({ server: server.url, accountId, smtpId: smtp_id }))
  for (const [index, key] of mailPasswords.entries()) {
    const record = mail.accounts[index]
    if (record) await writeMailPassword(keychain, key, record.smtp_password, placeOfRecord(record), false)
  }
  const remembered = { server: server.url, email: liis.email, accountId, mailPasswords }
  new KnownSessionFile(join(dataFolder, 'remembered.json')).write(remembered)

  const app = spawn(
    electronExecutable(),
    [...sandboxSwitches, '.', `--user-data-dir=${dataFolder}`, ...process.argv.slice(2)],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  const ended = new Promise<number>((resolve) => app.once('exit', (code) => resolve(code ?? 1)))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.kill())
  process.exitCode = await ended
  // The demo's own keyring is deleted with the computer.
  if (!keyring) {
    await removeSession(keychain, server.url, accountId)
    for (const key of mailPasswords) await keychain.remove(mailPasswordName(key))
  }
  await session.transport.close()
  await mail.stop()
  await computer.tearDown()
}

function placeOfRecord(record: SmtpRecord): PasswordPlace | null {
  return placeOf({
    address: record.smtp_address,
    host: record.smtp_host,
    port: record.smtp_port,
    encryption: record.smtp_connection === 'ssl' ? 'tls' : 'starttls',
    username: record.smtp_username,
  })
}

runScript(run)
