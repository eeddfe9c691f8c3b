import { removeInvisible } from './typed-text'

/** In characters. Source: Fleep's help, "What is a Fleep ID". */
export const shortestFleepAddress = 6
export const longestFleepAddress = 30

/**
 * The Fleep ID of an account: an address under which other accounts find it, and with which it can sign in.
 * @param fleepAddress the local part that the account has taken
 * @param server the server's origin, such as https://fleep.io; its host name is the domain of its Fleep IDs
 * @returns such as name@fleep.io
 */
export function fleepIdOf(fleepAddress: string, server: string): string {
  return `${fleepAddress}@${domainOf(server)}`
}

/** @returns the Fleep address in what a person typed: the address alone, or the whole Fleep ID */
export function fleepAddressIn(typed: string, server: string): string {
  const trimmed = removeInvisible(typed)
  const domain = `@${domainOf(server)}`
  return trimmed.toLowerCase().endsWith(domain.toLowerCase()) ? trimmed.slice(0, -domain.length) : trimmed
}

function domainOf(server: string): string {
  // The contract has no URL: that is the browser's and Node's.
  const [, hostName = ''] = /^https?:\/\/(\[[^\]]+\]|[^:/]+)/.exec(server) ?? []
  return hostName
}
