import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { protocol } from 'electron'
import type { Picture } from '../features/avatar/picture-cache'

const scheme = 'app'
const host = 'settings'

/** The only page of the app. */
export const pageUrl = `${scheme}://${host}/index.html`

/** As a response header, since frame-ancestors is ignored in a meta element. */
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

/** Must be called before the app is ready. */
export function registerPageScheme(): void {
  // What was compiled is kept for the next start.
  const privileges = { standard: true, secure: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }])
}

/** The first answer of a process loads what all of them need; better while Electron starts than while the page waits. */
export function prepareAnswers(): void {
  new Response()
}

/**
 * @param folder the built renderer
 * @param readPicture a picture by its address, without a slash at the beginning; null where there is none
 */
export function servePages(folder: string, readPicture: (address: string) => Promise<Picture | null>): void {
  protocol.handle(scheme, async (request) => {
    const { pathname } = new URL(request.url)
    if (!pathname.startsWith('/picture/')) return answer(folder, request)
    const picture = request.method === 'GET' ? await readPicture(pathname.slice(1)) : null
    return picture ? respond(picture.bytes, picture.type) : notFound()
  })
}

/** GET only, one host, files of known types inside the folder; anything else does not exist. */
async function answer(folder: string, request: Request): Promise<Response> {
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

/** No Cross-Origin-Opener-Policy: nothing can open this page, and for one Chromium starts a second process for the window. */
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
