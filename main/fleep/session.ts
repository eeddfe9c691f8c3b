import type { z } from 'zod'
import { notFleep } from './answer-failure'
import type { CallOptions, Credentials, Transport } from './transport'

/** A signed-in account at a server: what every call with a ticket goes through. */
export class FleepSession {
  /** Called when the server replaces the cookie, as it may on any answer; the credentials are already the new ones. */
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
   * @param schema of the answer's body
   * @throws Failure; `bad-answer` when the body does not fit the schema
   */
  async call<Schema extends z.ZodType>(
    method: string,
    input: object,
    schema: Schema,
    options: Omit<CallOptions, 'credentials'>,
  ): Promise<z.infer<Schema>> {
    const { body, tokenId } = await this.transport.call(method, input, { ...options, credentials: this.credentials })
    if (tokenId && tokenId !== this.credentials.tokenId) {
      this.credentials = { ...this.credentials, tokenId }
      this.onRenewed(this.secrets)
    }
    const parsed = schema.safeParse(body)
    if (!parsed.success) throw notFleep(this.transport.host)
    return parsed.data
  }
}
