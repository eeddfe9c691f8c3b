import { randomUUID } from 'node:crypto'
import { AccessRefused, isFailure } from '../core/failure'
import type { HttpRequest } from '../http/http-client'
import { MethodNotAllowed, TooLarge } from './status-failure'

/** A file to upload; its bytes are read while they are sent. */
export interface FileToSend {
  /** Letters, digits, dots and dashes only. */
  name: string
  /** Its MIME type. */
  type: string
  /** In bytes. */
  size: number
  /** A chunk may be overwritten once the next one is asked for, so that one buffer is enough for a large file. */
  open(): AsyncIterable<Uint8Array>
}

type UploadRequest = Required<Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>>

/**
 * The ways to send a file, in the order in which they are tried: the next one where something refuses the method. PUT and the
 * POST that stands for it have the file as their body, the last POST is a form. Sources: ref-file, Fleep's public tests; for
 * the form also the API's account page and Fleep's public Python client.
 * @param url with the ticket
 * @param headers of each request
 * @param open opens the file; called once for each way that is tried
 */
export function uploadWays(
  url: string,
  file: FileToSend,
  headers: Record<string, string>,
  open: () => AsyncIterable<Uint8Array>,
): (() => UploadRequest)[] {
  const plain = {
    ...headers,
    'content-disposition': `attachment; filename="${file.name}"`,
    'content-type': file.type,
    'content-length': String(file.size),
  }
  return [
    () => ({ method: 'PUT', url, headers: plain, body: open() }),
    () => ({ method: 'POST', url: `${url}&_method=PUT`, headers: plain, body: open() }),
    () => ({ method: 'POST', url, ...formOf(file, headers, open) }),
  ]
}

/** Whether another way to send the file may succeed. A server that knows only forms calls any other body invalid. */
export function mayOtherWaySucceed(reason: unknown, { method }: UploadRequest): boolean {
  if (reason instanceof MethodNotAllowed) return true
  const isRefused = isFailure(reason, 'refused') && !(reason instanceof AccessRefused || reason instanceof TooLarge)
  return method === 'POST' && isRefused
}

function formOf({ name, type, size }: FileToSend, headers: Record<string, string>, open: FileToSend['open']) {
  const boundary = `form-${randomUUID()}`
  const disposition = `Content-Disposition: form-data; name="files"; filename="${name}"`
  const head = Buffer.from(`--${boundary}\r\n${disposition}\r\nContent-Type: ${type}\r\n\r\n`)
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const body = async function* () {
    yield head
    yield* open()
    yield tail
  }
  const length = { 'content-length': String(head.length + size + tail.length) }
  return {
    headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}`, ...length },
    body: body(),
  }
}
