import { expect, test } from 'vitest'
import { displayEnv } from '../display-env'

test.each([
  [{ DISPLAY: ':0', HOME: '/home/a', XDG_RUNTIME_DIR: '/run/user/1' }, { XAUTHORITY: '/home/a/.Xauthority' }],
  [{ DISPLAY: ':0', HOME: '/home/a', XAUTHORITY: '/run/user/1/key' }, {}],
  [
    { WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: '/run/user/1' },
    { WAYLAND_DISPLAY: '/run/user/1/wayland-0', XDG_SESSION_TYPE: 'wayland' },
  ],
  [{ WAYLAND_DISPLAY: '/run/user/1/wayland-0', XDG_RUNTIME_DIR: '/tmp/b' }, { XDG_SESSION_TYPE: 'wayland' }],
  // XWayland: the type of the session decides.
  [
    { DISPLAY: ':1', XAUTHORITY: '/key', WAYLAND_DISPLAY: 'wayland-1', XDG_RUNTIME_DIR: '/run/user/1' },
    { WAYLAND_DISPLAY: '/run/user/1/wayland-1' },
  ],
  [{ DISPLAY: '', WAYLAND_DISPLAY: '', XDG_RUNTIME_DIR: '/run/user/1' }, {}],
])('in %j, the tests’ app gets %j', (env, expected) => {
  expect(displayEnv(env)).toEqual(expected)
})
