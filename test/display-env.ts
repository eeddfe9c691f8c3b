import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/**
 * The desktop's display for a program that gets another home folder and another XDG_RUNTIME_DIR, as the tests and the demo give
 * it: by default, a Wayland display is a socket in XDG_RUNTIME_DIR, and the key to an X display a file in the home folder.
 * Sources: wayland-client's wl_display_connect, which takes an absolute path too, and the X library's XauFileName.
 *
 * @param env the environment of the desktop
 * @returns the variables to set; those that have to stay as they are are missing
 */
export function displayEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const { WAYLAND_DISPLAY: wayland, XDG_RUNTIME_DIR: folder, DISPLAY: x, XAUTHORITY: key } = env
  return {
    // Chromium takes the X display without it, even if there is only a Wayland display.
    ...(wayland && !x ? { XDG_SESSION_TYPE: 'wayland' } : {}),
    ...(wayland && folder && !isAbsolute(wayland) ? { WAYLAND_DISPLAY: join(folder, wayland) } : {}),
    ...(x && !key ? { XAUTHORITY: join(env.HOME || homedir(), '.Xauthority') } : {}),
  }
}
