import type { z } from 'zod'
import { isFailure } from '../core/failure'
import { unexpectedAnswer } from '../http/network-failure'
import type { Credentials, OnCookie } from './credentials'
import type { DownloadedFile, WantedFile } from './file-transfers'
import type { ApiResponse } from './response'
import type { CallOptions, Transport, UploadOptions } from './transport'
import type { FileToSend } from './upload-ways'

interface Secrets {
  credentials: Credentials
  onCookie: OnCookie
}

/** A signed-in account at a server. Every call with a ticket goes through it. */
export class FleepSession {
  /** Called with the new credentials after the server replaced the cookie, which it may do with any answer. */
  onRenewed: (credentials: Credentials) => void = () => undefined

  constructor(
    readonly transport: Transport,
    readonly accountId: string,
    private credentials: Credentials,
  ) {}

  get secrets(): Credentials {
    return { ...this.credentials }
  }

  /**
   * @param schema of the response body
   * @throws Failure; `bad-answer` if the body does not fit the schema
   */
  call<Schema extends z.ZodType>(
    method: string,
    input: object,
    schema: Schema,
    options: Omit<CallOptions, 'credentials' | 'onCookie'>,
  ): Promise<z.infer<Schema>> {
    const attempt = (secrets: Secrets) => this.transport.call(method, input, { ...options, ...secrets })
    return this.send(attempt).then((answer) => this.read(answer, schema))
  }

  /**
   * @param schema of the response body
   * @throws Failure as {@link call} does
   */
  upload<Schema extends z.ZodType>(
    method: string,
    file: FileToSend,
    schema: Schema,
    options: Omit<UploadOptions, 'credentials' | 'onCookie'>,
  ): Promise<z.infer<Schema>> {
    const attempt = (secrets: Secrets) => this.transport.upload(method, file, { ...options, ...secrets })
    return this.send(attempt).then((answer) => this.read(answer, schema))
  }

  /** Downloads a file that a record names, such as a picture, into memory. @throws Failure */
  fetch(url: string): Promise<Uint8Array> {
    return this.send((secrets) => this.transport.fetch(url, secrets))
  }

  /** Downloads a file of any size; see {@link Transport.download}. */
  download(url: string, wanted: WantedFile, signal: AbortSignal): Promise<DownloadedFile> {
    return this.send((secrets) => this.transport.download(url, wanted, { ...secrets, signal }))
  }

  /** Sends a call once more if its cookie was replaced on its way: the server then refuses the old one. */
  private send<Answer>(attempt: (secrets: Secrets) => Promise<Answer>): Promise<Answer> {
    const { credentials } = this
    const { onCookie } = this
    return attempt({ credentials, onCookie }).catch((reason) => {
      if (!isFailure(reason, 'signed-out') || this.credentials.tokenId === credentials.tokenId) throw reason
      return attempt({ credentials: this.credentials, onCookie })
    })
  }

  private readonly onCookie = (tokenId: string): void => {
    if (tokenId === this.credentials.tokenId) return
    this.credentials = { ...this.credentials, tokenId }
    this.onRenewed(this.secrets)
  }

  private read<Schema extends z.ZodType>({ body }: ApiResponse, schema: Schema): z.infer<Schema> {
    const parsed = schema.safeParse(body)
    if (!parsed.success) throw unexpectedAnswer(this.transport.host)
    return parsed.data
  }
}
