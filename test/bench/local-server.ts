import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Starts the local Fleep server in its own process, so that it shares no thread and no memory with the clients. */
export async function startServer() {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/fleep-server/cli.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const url = (await lines.next()).value as string
  const [email = '', password = ''] = ((await lines.next()).value as string).split(' ')
  return { url, email, password, stop: () => child.kill() }
}
