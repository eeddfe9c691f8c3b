import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** The local Fleep server in a process of its own, so that it and the clients share no thread and no memory. */
export async function startServer() {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/fleep-server/cli.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const url = (await lines.next()).value as string
  const [email = '', password = ''] = ((await lines.next()).value as string).split(' ')
  return { url, email, password, stop: () => child.kill() }
}
