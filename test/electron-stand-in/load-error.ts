/** Chromium's numbers of errors that a page may end with. Source: Chromium's net/base/net_error_list.h. */
const numbers: Record<string, number> = {
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_FILE_NOT_FOUND: -6,
  ERR_UNEXPECTED: -9,
  ERR_ACCESS_DENIED: -10,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_CONNECTION_CLOSED: -100,
  ERR_CONNECTION_RESET: -101,
  ERR_CONNECTION_REFUSED: -102,
  ERR_CONNECTION_FAILED: -104,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INTERNET_DISCONNECTED: -106,
  ERR_SSL_PROTOCOL_ERROR: -107,
  ERR_CERT_COMMON_NAME_INVALID: -200,
  ERR_CERT_AUTHORITY_INVALID: -202,
  ERR_INVALID_URL: -300,
  ERR_UNKNOWN_URL_SCHEME: -302,
  ERR_EMPTY_RESPONSE: -324,
}

/** The reason with which Electron's loadURL() rejects. Source: Electron's lib/browser/api/web-contents.ts. */
export class LoadError extends Error {
  readonly errno: number

  /** @param code such as `ERR_FAILED` */
  constructor(
    readonly code: string,
    readonly url: string,
  ) {
    const number = numbers[code] ?? -2
    super(`${code} (${number}) loading '${url.slice(0, 2048)}'`)
    this.errno = number
  }
}
