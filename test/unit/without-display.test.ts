import { expect, test, vi } from 'vitest'
import { detectCommand } from '../../main/command-line/detect-command'
import { startWithoutDisplay } from '../../main/startup/without-display'

const argv = ['/opt/app/fleep-settings', 'status', '--json']

/** @returns what the process is replaced by; null if it goes on */
function restarted(env: NodeJS.ProcessEnv, args = argv, platform: NodeJS.Platform = 'linux'): string[] | null {
  const execve = vi.fn<NonNullable<typeof process.execve>>()
  startWithoutDisplay({ platform, argv: args, env, execve })
  const [call] = execve.mock.calls
  if (!call) return null
  expect(call[2]).toBe(env)
  return [call[0], ...(call[1] ?? [])]
}

test('a command without a display starts again, once, with the switch that tells Chromium so', () => {
  const [program, ...again] = restarted({ HOME: '/home/liis' }) ?? []
  expect(program).toBe('/opt/app/fleep-settings')
  expect(again).toEqual(['/opt/app/fleep-settings', '--ozone-platform=headless', 'status', '--json'])
  expect(detectCommand(again)).toEqual(['status', '--json'])
  expect(restarted({ HOME: '/home/liis' }, again)).toBeNull()
  expect(restarted({ DISPLAY: '', WAYLAND_DISPLAY: '' })).not.toBeNull()
})

test.each([{ DISPLAY: ':0' }, { WAYLAND_DISPLAY: 'wayland-0' }, { WAYLAND_SOCKET: '3' }])(
  'with %j, it goes on',
  (env) => {
    expect(restarted(env)).toBeNull()
  },
)

test('other systems need no display, and a failure leaves the rest to Chromium', () => {
  expect(restarted({}, argv, 'darwin')).toBeNull()
  expect(restarted({}, argv, 'win32')).toBeNull()
  const execve = () => {
    throw new Error('no such program')
  }
  expect(() => startWithoutDisplay({ platform: 'linux', argv, env: {}, execve })).not.toThrow()
})
