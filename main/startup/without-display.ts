/** The part of this process that {@link startWithoutDisplay} uses. */
export interface StartedProcess {
  platform: NodeJS.Platform
  argv: string[]
  env: NodeJS.ProcessEnv
  execve?: typeof process.execve
}

/**
 * Lets a command run on Linux where there is no display. Chromium looks for one soon after the app's script has run, and ends
 * without one, unless a switch tells it not to. It has read that switch when the script runs, so the process starts again
 * with it, as the same process. Does not return if that succeeds. Sources: Electron's ElectronMainDelegate::PreSandboxStartup,
 * which selects the platform, and Chromium's BrowserMainLoop::InitializeToolkit, which connects to the display.
 */
export function startWithoutDisplay({ platform, argv, env, execve }: StartedProcess = process): void {
  const hasDisplay = env.DISPLAY || env.WAYLAND_DISPLAY || env.WAYLAND_SOCKET
  const [program, ...args] = argv
  if (
    platform !== 'linux' ||
    hasDisplay ||
    !program ||
    args.some((argument) => argument.startsWith('--ozone-platform'))
  )
    return
  try {
    execve?.(program, [program, '--ozone-platform=headless', ...args], env)
  } catch {
    // Chromium then says what it lacks.
  }
}
