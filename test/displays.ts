import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Readable } from 'node:stream'

/** The variables by which a program finds its display, all of them unset. */
export const noDisplay = { DISPLAY: '', WAYLAND_DISPLAY: '', XDG_SESSION_TYPE: '', XAUTHORITY: '' }

/** A desktop's display that nobody sees. */
export interface VirtualDisplay {
  env: Record<string, string>
  stop(): Promise<void>
}

export function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}

/** Starts Xvfb. */
export async function startX(): Promise<VirtualDisplay> {
  // Without -r, a key whose release comes late, as on a busy machine, is typed several times.
  const screen = ['-screen', '0', '1280x1024x24', '-nolisten', 'tcp', '-r']
  // Xvfb chooses a free display, and writes its number to file descriptor 3.
  const display = spawn('Xvfb', ['-displayfd', '3', ...screen], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const output = display.stdio[3] as Readable
  display.once('exit', (code) => output.destroy(new Error(`Xvfb ended with ${code}`)))
  const [digits] = await once(output, 'data')
  return { env: { ...noDisplay, DISPLAY: `:${String(digits).trim()}` }, stop: () => end(display) }
}

/** Starts Weston without XWayland. Its socket is in XDG_RUNTIME_DIR, as on every desktop. */
export async function startWayland(): Promise<VirtualDisplay> {
  const folder = await mkdtemp(join(tmpdir(), 'wayland-'))
  const env = { ...noDisplay, XDG_RUNTIME_DIR: folder, WAYLAND_DISPLAY: 'wayland-5' }
  const options = ['--backend=headless-backend.so', '--no-config', `--socket=${env.WAYLAND_DISPLAY}`, '--idle-time=0']
  const weston = spawn('weston', options, {
    env: { ...process.env, XDG_RUNTIME_DIR: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  weston.stderr.on('data', (text: Buffer) => {
    log += text
  })
  // It writes this line once it listens.
  while (!log.includes('launching')) {
    if (weston.exitCode !== null) throw new Error(`weston ended with ${weston.exitCode}: ${log}`)
    await Promise.race([once(weston.stderr, 'data'), once(weston, 'exit')])
  }
  const stop = async () => {
    await end(weston)
    await rm(folder, { recursive: true, force: true })
  }
  return { env, stop }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill()
  await ended
}
