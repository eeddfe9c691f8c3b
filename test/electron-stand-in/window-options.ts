import type Electron from 'electron'

type Options = Electron.BrowserWindowConstructorOptions

/** The options that have an effect here. */
const known =
  'width height x y minWidth minHeight useContentSize show title autoHideMenuBar center resizable webPreferences'.split(
    ' ',
  )

/** What a page of the stand-in always is; another value would change nothing. */
const fixed: Record<string, boolean> = {
  sandbox: true,
  contextIsolation: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webviewTag: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
}

/** @throws Error "the stand-in has no BrowserWindow option NAME" for one that would have no effect */
export function checkWindowOptions({ webPreferences = {}, ...options }: Options): void {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !known.includes(name))
      throw new Error(`the stand-in has no BrowserWindow option ${name}`)
  }
  if (options.resizable === false || options.center === false) {
    throw new Error('the stand-in has no BrowserWindow option resizable or center')
  }
  for (const [name, value] of Object.entries(webPreferences)) {
    if (value === undefined || name === 'preload' || value === fixed[name]) continue
    throw new Error(`the stand-in has no webPreferences.${name} ${name in fixed ? `= ${String(value)}` : ''}`.trimEnd())
  }
}
