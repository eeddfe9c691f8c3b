import { isIP } from 'node:net'
import fc from 'fast-check'
import { parseAutoconfig } from '../../main/mail/autoconfig-file'
import { parseMailAddress } from '../../main/mail/mail-address'
import { isPrivateAddress } from '../../main/mail/private-host'
import { toNetworkHost } from '../../main/mail/smtp-login'
import { decodeXml } from '../../main/mail/xml-text'
import { autoconfigFiles } from '../mail/autoconfig-files'
import type { Area } from './area'

const fileCount = 20_000
/** No file may take longer, in milliseconds: the user waits, and the process does nothing else. */
const maxTime = 2000
const addresses = ["a$&b$'c@meadow.example", 'liis@meadow.example', '%x%@meadow.example', 'õ@mets\u00e4.ee']

/** Pieces of files, as they are and as they should not be. */
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '<outgoingServer type="smtp">',
      '</outgoingServer>',
      '<emailProvider>',
      '</emailProvider>',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('<clientConfig>', '</clientConfig>', '<?xml version="1.0" encoding="utf-16"?>'),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '<hostname>mail.meadow.example</hostname>',
      '<port>465</port>',
      '<socketType>SSL</socketType>',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '<authentication>OAuth2</authentication>',
      '<username>%EMAILADDRESS%</username>',
      '<displayName>',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '&amp;',
      '&#x110000;',
      '&#xD800;',
      '&#0;',
      '&lol;',
      ']]>',
      '<![CDATA[',
      '<!--',
      '<!DOCTYPE',
      '\u0000',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '<__proto__>',
      '<constructor a="b">',
      '<toString/>',
      '<#text>',
      '<hostname>mail_1.example</hostname>',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
)
const madeUpFile = fc.array(piece, { maxLength: 40 }).map((pieces) => new TextEncoder().encode(pieces.join('')))

/** A file of the corpus, of which a part was cut out, repeated, or overwritten with other bytes. */
const changedFile = fc
  .tuple(fc.constantFrom(...autoconfigFiles), fc.nat(1500), fc.nat(200), fc.uint8Array({ maxLength: 30 }), fc.nat(3))
  .map(([{ bytes }, at, length, other, repeats]) => {
    const part = bytes.subarray(at, at + length)
    const middle = Array.from({ length: repeats }, () => part)
    return Buffer.concat([bytes.subarray(0, at), ...middle, other, bytes.subarray(at + length)])
  })

/** Files that are large in one way each. */
const largeFiles = [
  '<a>'.repeat(80_000),
  `<clientConfig>${'<emailProvider/>'.repeat(15_000)}</clientConfig>`,
  `<clientConfig><emailProvider>${'<outgoingServer/>'.repeat(15_000)}</emailProvider></clientConfig>`,
  `<clientConfig><emailProvider><displayName>${'&amp;'.repeat(50_000)}</displayName></emailProvider></clientConfig>`,
  `<clientConfig a="${'x'.repeat(250_000)}"/>`,
  `<clientConfig ${'a="b" '.repeat(40_000)}/>`,
  `<clientConfig><emailProvider>${'%EMAILADDRESS%'.repeat(18_000)}</emailProvider></clientConfig>`,
  `${' '.repeat(250_000)}<?xml`,
  '<'.repeat(250_000),
  '<!--'.repeat(60_000),
  '<![CDATA['.repeat(25_000),
].map((text) => new TextEncoder().encode(text))

const contentTypes = [
  '',
  'text/xml',
  'text/xml; charset=utf-8',
  'text/xml; charset="ISO-8859-1"',
  'text/xml; charset=none',
]

/** Autoconfig files of any shape: each gives a suggestion that the form takes, or none, within a time. */
export const autoconfigStress: Area = {
  name: 'autoconfig files',
  async run({ isFull, seed }) {
    const failures: string[] = []
    const numRuns = isFull ? fileCount : fileCount / 10
    let cases = 0
    const property = fc.property(
      fc.oneof(madeUpFile, changedFile),
      fc.constantFrom(...addresses),
      fc.constantFrom(...contentTypes),
      (bytes, address, contentType) => {
        cases += 1
        checkFile(bytes, address, contentType)
      },
    )
    const found = fc.check(property, { numRuns, seed, endOnFailure: true })
    if (found.failed)
      failures.push(`${JSON.stringify(describeBytes(found.counterexample?.[0]))}: ${String(found.errorInstance)}`)
    for (const [index, bytes] of largeFiles.entries()) {
      cases += 1
      try {
        checkFile(bytes, addresses[0] ?? '', '')
      } catch (reason) {
        failures.push(`large file ${index}: ${String(reason)}`)
      }
    }
    if (({} as Record<string, unknown>).polluted !== undefined) failures.push('Object.prototype was changed')
    return { cases, failures }
  },
}

function describeBytes(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('latin1')
}

/** A file that is refused throws an Error. @throws if the suggestion is not one that the form takes, or took too long */
function checkFile(bytes: Uint8Array, whole: string, contentType: string): void {
  const address = parseMailAddress(whole)
  if (!address) throw new Error('no address')
  const begin = performance.now()
  const suggested = suggestOrRefuse(() => parseAutoconfig(address, decodeXml(bytes, contentType)))
  if (performance.now() - begin > maxTime) throw new Error('took too long')
  if (!suggested) return
  if ('obstacle' in suggested) {
    if (suggested.provider === '') throw new Error('an obstacle without a provider')
    return
  }
  const { host, port, username, source, encryption } = suggested
  const isPrivate = isIP(host) ? isPrivateAddress(host) : !host.includes('.') || /(^|\.)localhost$/.test(host)
  if (toNetworkHost(host) !== host || host.includes('_') || isPrivate) throw new Error(`the host ${host}`)
  if (!(Number.isInteger(port) && port >= 1 && port <= 65_535)) throw new Error(`the port ${port}`)
  if (username === '' || username.length > 320 || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(username))
    throw new Error('the user name')
  if (source === '' || [...source].length > 40 || /[\p{Cc}“”"]/u.test(source)) throw new Error('the source')
  if (!['tls', 'starttls'].includes(encryption)) throw new Error('the encryption')
}

function suggestOrRefuse<Value>(suggest: () => Value): Value | null {
  try {
    return suggest()
  } catch (reason) {
    if (reason instanceof TypeError || reason instanceof RangeError) throw reason
    return null
  }
}
