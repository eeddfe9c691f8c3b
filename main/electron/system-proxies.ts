import { app, session } from 'electron'

/**
 * The proxies of the system's settings for a URL, a script for proxies (PAC) included. A command waits for Electron to be
 * ready. @returns a list such as `PROXY proxy.example:3128; DIRECT`. Source: Electron's docs/api/session.md, resolveProxy
 */
export async function systemProxiesFor(url: string): Promise<string> {
  await app.whenReady()
  return session.defaultSession.resolveProxy(url)
}
