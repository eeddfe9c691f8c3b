import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { protocol } from 'electron'
import type { Picture } from '../features/avatar/picture-cache'

const scheme = 'app'
const host = 'settings'

/** The only page of the app. */
export const pageUrl = `${scheme}://${host}/index.html`

/** Sent as a response header, because frame-ancestors is ignored in a meta element. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** To be called before Electron is ready. */
export function registerPageScheme(): void {
  // The code cache stores the compiled script for the next start.
  const privileges = { standard: true, secure: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }])
}

/** Creates a first Response, which loads modules, while Electron starts instead of while the page waits. */
export function preloadResponse(): void {
  new Response()
}

/**
 * Serves the page and the pictures under the app's own scheme. To be called once Electron is ready.
 * @param folder the folder of the built renderer
 * @param readPicture returns the picture with a local URL, such as `picture/…`; null if there is none
 */
export function servePages(folder: string, readPicture: (localUrl: string) => Promise<Picture | null>): void {
  protocol.handle(scheme, async (request) => {
    const { pathname } = new URL(request.url)
    if (!pathname.startsWith('/picture/')) return serveFile(folder, request)
    const picture = request.method === 'GET' ? await readPicture(pathname.slice(1)) : null
    return picture ? respond(picture.bytes, picture.type) : notFound()
  })
}

/** Answers GET requests for files of known types within the folder; all other requests get status 404. */
async function serveFile(folder: string, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const type = types[extname(url.pathname)]
  const path = safePath(url.pathname)
  if (request.method !== 'GET' || url.host !== host || !type || path === undefined) return notFound()
  try {
    return respond(await readFile(join(folder, path)), type)
  } catch {
    return notFound()
  }
}

/** Has no Cross-Origin-Opener-Policy: no page can open this one, and Chromium would start a second process for it. */
function respond(bytes: Uint8Array, type: string): Response {
  const headers = {
    'content-type': type,
    'content-security-policy': contentPolicy,
    'x-content-type-options': 'nosniff',
  }
  return new Response(new Uint8Array(bytes), { headers })
}

function safePath(pathname: string): string | undefined {
  try {
    const path = normalize(decodeURIComponent(pathname))
    return path.includes('\0') || path.split(/[/\\]/).includes('..') ? undefined : path
  } catch {
    return undefined
  }
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { 'content-security-policy': contentPolicy } })
}
