import type { z } from 'zod'
import { unexpectedAnswer } from '../http/network-failure'
import type { ApiResponse } from './response'
import type { CallOptions, Credentials, FileToSend, Transport, UploadOptions, WantedFile } from './transport'

/** A signed-in account at a server. Every call with a ticket goes through it. */
export class FleepSession {
  /** Called with the new credentials after the server replaced the cookie, which it may do in any response. */
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
  async call<Schema extends z.ZodType>(
    method: string,
    input: object,
    schema: Schema,
    options: Omit<CallOptions, 'credentials'>,
  ): Promise<z.infer<Schema>> {
    return this.read(await this.transport.call(method, input, { ...options, credentials: this.credentials }), schema)
  }

  /**
   * @param schema of the response body
   * @throws Failure as {@link call} does
   */
  async upload<Schema extends z.ZodType>(
    method: string,
    file: FileToSend,
    schema: Schema,
    options: Omit<UploadOptions, 'credentials'>,
  ): Promise<z.infer<Schema>> {
    return this.read(await this.transport.upload(method, file, { ...options, credentials: this.credentials }), schema)
  }

  /** Downloads a file that a record names, such as a picture, into memory. @throws Failure */
  fetch(url: string): Promise<Uint8Array> {
    return this.transport.fetch(url, this.credentials)
  }

  /** Downloads a file of any size; see {@link Transport.download}. */
  download(url: string, wanted: WantedFile, signal: AbortSignal) {
    return this.transport.download(url, wanted, this.credentials, signal)
  }

  private read<Schema extends z.ZodType>({ body, tokenId }: ApiResponse, schema: Schema): z.infer<Schema> {
    if (tokenId && tokenId !== this.credentials.tokenId) {
      this.credentials = { ...this.credentials, tokenId }
      this.onRenewed(this.secrets)
    }
    const parsed = schema.safeParse(body)
    if (!parsed.success) throw unexpectedAnswer(this.transport.host)
    return parsed.data
  }
}
