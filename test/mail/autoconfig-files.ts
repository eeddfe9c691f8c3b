import type { MailObstacle, MailSuggestion } from '../../contract'

/** An autoconfig file as domains publish them, and what is suggested for it. */
export interface AutoconfigFile {
  name: string
  bytes: Uint8Array
  contentType?: string
  /** liis@meadow.example when missing. */
  address?: string
  /** What the suggestion has; null for none; `refused` if the file cannot be read. */
  expected: Partial<MailSuggestion> | Partial<MailObstacle> | null | 'refused'
}

interface Server {
  type?: string
  hostname?: string
  port?: string
  socketType?: string
  username?: string
  authentication?: string[]
}

function server(changes: Server & { more?: string } = {}): string {
  const { type = 'smtp', hostname = 'mail.meadow.example', port = '465', socketType = 'SSL' } = changes
  const { username = '%EMAILADDRESS%', authentication = ['password-cleartext'], more = '' } = changes
  const methods = authentication.map((method) => `      <authentication>${method}</authentication>`).join('\n')
  return `    <outgoingServer type="${type}">
      <hostname>${hostname}</hostname>
      <port>${port}</port>
      <socketType>${socketType}</socketType>
${methods}
      <username>${username}</username>
${more}    </outgoingServer>
`
}

const displayName = '<displayName>Meadow Mail</displayName>'

function file(servers: string, names = displayName, declaration = '<?xml version="1.0" encoding="UTF-8"?>'): string {
  return `${declaration}
<clientConfig version="1.1">
  <emailProvider id="meadow.example">
    <domain>meadow.example</domain>
    ${names}
    <incomingServer type="imap">
      <hostname>imap.meadow.example</hostname>
      <port>993</port>
      <socketType>SSL</socketType>
      <authentication>OAuth2</authentication>
      <username>%EMAILADDRESS%</username>
    </incomingServer>
${servers}    <documentation url="https://meadow.example/help"><descr lang="en">Help</descr></documentation>
  </emailProvider>
</clientConfig>
`
}

const utf8 = (text: string) => new TextEncoder().encode(text)
const latin1 = (text: string) => Buffer.from(text, 'latin1')
const utf16le = (text: string) => Buffer.from(text, 'utf16le')
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

const usual: Partial<MailSuggestion> = {
  host: 'mail.meadow.example',
  port: 465,
  encryption: 'tls',
  username: 'liis@meadow.example',
  source: 'Meadow Mail',
  isOtherDomain: false,
}
const starttls: Partial<MailSuggestion> = { ...usual, port: 587, encryption: 'starttls' }
const onlyOAuth: Partial<MailObstacle> = { obstacle: 'other-sign-in', provider: 'Meadow Mail', methods: ['OAuth2'] }

const submissionPage =
  'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission'

type Row = [
  name: string,
  text: string | Uint8Array,
  expected: AutoconfigFile['expected'],
  more?: Pick<AutoconfigFile, 'address' | 'contentType'>,
]

const authentications: Row[] = [
  ['a password', file(server()), usual],
  ['an encrypted password', file(server({ authentication: ['password-encrypted'] })), usual],
  ['the deprecated name for a password', file(server({ authentication: ['plain'] })), usual],
  ['the deprecated name for an encrypted password', file(server({ authentication: ['secure'] })), usual],
  ['no authentication element', file(server({ authentication: [] })), usual],
  ['a password in capitals', file(server({ authentication: ['Password-Cleartext'] })), usual],
  ['OAuth2 or a password', file(server({ authentication: ['OAuth2', 'password-cleartext'] })), usual],
  ['only OAuth2', file(server({ authentication: ['OAuth2'] })), onlyOAuth],
  ['only NTLM', file(server({ authentication: ['NTLM'] })), { obstacle: 'other-sign-in', methods: ['NTLM'] }],
  [
    'Kerberos, then OAuth2',
    file(server({ authentication: ['GSSAPI'] }) + server({ authentication: ['OAuth2'] })),
    { obstacle: 'other-sign-in', methods: ['Kerberos (GSSAPI)', 'OAuth2'] },
  ],
  [
    'only computers of its network',
    file(server({ authentication: ['client-IP-address'] })),
    { obstacle: 'no-password' },
  ],
  ['no sign-in', file(server({ authentication: ['none'] })), { obstacle: 'no-password', methods: [] }],
  [
    'a way to sign in that nobody knows',
    file(server({ authentication: ['retina-scan'] })),
    { obstacle: 'no-password' },
  ],
  [
    'OAuth2 first and a server with a password later',
    file(server({ authentication: ['OAuth2'] }) + server({ port: '587', socketType: 'STARTTLS' })),
    starttls,
  ],
  [
    'OAuth2 and a server with a password without encryption',
    file(server({ authentication: ['OAuth2'] }) + server({ port: '25', socketType: 'plain' })),
    onlyOAuth,
  ],
]

const socketTypes: Row[] = [
  ['ssl in lower case', file(server({ socketType: 'ssl' })), usual],
  ['TLS', file(server({ socketType: 'TLS' })), usual],
  ['SSL/TLS', file(server({ socketType: 'SSL/TLS' })), usual],
  ['StartTLS', file(server({ socketType: 'StartTLS', port: '587' })), starttls],
  ['spaces around values', file(server({ socketType: '\n  STARTTLS \n', port: ' 587 ' })), starttls],
  ['no encryption', file(server({ socketType: 'plain', port: '25' })), null],
  ['no encryption first', file(server({ socketType: 'Plain', port: '25' }) + server()), usual],
  ['SMTP in capitals', file(server({ type: 'SMTP' })), usual],
  ['another protocol', file(server({ type: 'exchange' })), null],
]

const values: Row[] = [
  ['the local part', file(server({ username: '%EMAILLOCALPART%' })), { ...usual, username: 'liis' }],
  ['placeholders in lower case', file(server({ username: '%emailaddress%' })), usual],
  [
    'a mixed placeholder',
    file(server({ username: '%EmailLocalPart%.%EmailDomain%' })),
    { username: 'liis.meadow.example' },
  ],
  ['the domain in the host', file(server({ hostname: 'mail.%EMAILDOMAIN%' })), usual],
  ['a placeholder that nobody knows', file(server({ username: '%USERNAME%' })), usual],
  ['an empty user name', file(server({ username: '' })), usual],
  ['two user names', file(server({ more: '<username>%EMAILLOCALPART%</username>' })), usual],
  ['an address with $&', file(server()), { username: "a$&b$'c@meadow.example" }, { address: "a$&b$'c@meadow.example" }],
  [
    'an address that looks like a placeholder',
    file(server()),
    { username: '%x%@meadow.example' },
    { address: '%x%@meadow.example' },
  ],
  ['the stand-in address repeated', file(server({ username: 'fleep-settings-user@meadow.example' })), usual],
  ['a port that is too large', file(server({ port: '70000' })), null],
  ['port 0', file(server({ port: '0' })), null],
  ['a port that is no number', file(server({ port: '4 6 5' })), null],
  ['a name with an underscore', file(server({ hostname: 'mail_1.meadow.example' })), null],
  ['a name with an empty label', file(server({ hostname: 'mail..meadow.example' })), null],
  ['a name with a dash at the end of a label', file(server({ hostname: 'mail-.meadow.example' })), null],
  ['a page as its host', file(server({ hostname: 'https://evil.example/' })), null],
  ['a bad server before a good one', file(server({ hostname: 'mail_1.meadow.example' }) + server()), usual],
  ['a host in capitals with a dot', file(server({ hostname: 'MAIL.Meadow.Example.' })), usual],
  ['a server of another domain', file(server({ hostname: 'smtp.hoster.example' })), { isOtherDomain: true }],
  [
    'a provider with a rule',
    file(server({ hostname: 'SMTP.Office365.com', port: '587', socketType: 'STARTTLS' })),
    { host: 'smtp.office365.com', passwordRule: { kind: 'administrator', page: submissionPage } },
  ],
]

const names: Row[] = [
  ['an attribute on its name', file(server(), '<displayName xml:lang="en">Meadow Mail</displayName>'), usual],
  ['names in two languages', file(server(), `${displayName}<displayName lang="et">Aasa post</displayName>`), usual],
  ['an empty name', file(server(), '<displayName/>'), { source: 'meadow.example' }],
  [
    'an empty name and a short one',
    file(server(), '<displayName/><displayShortName>Meadow</displayShortName>'),
    { source: 'Meadow' },
  ],
  ['no name', file(server(), ''), { source: 'meadow.example' }],
  [
    'entities',
    file(server(), '<displayName>Meadow &amp; S&#246;ns &#x2D; &lt;b&gt;</displayName>'),
    { source: 'Meadow & Söns - <b>' },
  ],
  ['an escaped entity', file(server(), '<displayName>A&amp;amp;B</displayName>'), { source: 'A&amp;B' }],
  [
    'a character section',
    file(server(), '<displayName><![CDATA[Meadow & Sons]]></displayName>'),
    { source: 'Meadow & Sons' },
  ],
]

const söns = (declaration: string) => file(server(), '<displayName>Söns</displayName>', declaration)
const encodings: Row[] = [
  ['UTF-8', utf8(söns('<?xml version="1.0"?>')), { source: 'Söns' }],
  ['a byte order mark', utf8(`\ufeff${söns('<?xml version="1.0" encoding="UTF-8"?>')}`), { source: 'Söns' }],
  ['Latin-1 in its declaration', latin1(söns('<?xml version="1.0" encoding="ISO-8859-1"?>')), { source: 'Söns' }],
  [
    'Latin-1 in its content type',
    latin1(söns('<?xml version="1.0"?>')),
    { source: 'Söns' },
    { contentType: 'text/xml; charset="iso-8859-1"' },
  ],
  ['Latin-1 without a word', latin1(söns('<?xml version="1.0"?>')), { source: 'Söns' }],
  [
    'Latin-1 that is called UTF-8',
    latin1(söns('<?xml version="1.0" encoding="utf-8"?>')),
    { source: 'Söns' },
    { contentType: 'text/xml; charset=utf-8' },
  ],
  ['UTF-16, little end first', utf16le(`\ufeff${söns('<?xml version="1.0" encoding="UTF-16"?>')}`), { source: 'Söns' }],
  ['UTF-16, big end first', utf16be(`\ufeff${söns('<?xml version="1.0" encoding="UTF-16"?>')}`), { source: 'Söns' }],
  ['UTF-16 without a mark', utf16be(söns('<?xml version="1.0" encoding="UTF-16"?>')), { source: 'Söns' }],
  ['UTF-8 that is called UTF-16', utf8(söns('<?xml version="1.0" encoding="utf-16"?>')), { source: 'Söns' }],
  [
    'an encoding that nobody knows',
    utf8(söns('<?xml version="1.0" encoding="x-meadow"?>')),
    { source: 'Söns' },
    { contentType: 'text/xml; charset=x-meadow' },
  ],
]

/** Hosts that mean something in one network only, or on this computer, however they are written. */
export const privateHosts = [
  ...['localhost', 'LOCALHOST.', 'mail.localhost', 'ⓛocalhost', 'mail', 'mail.', 'printer.local', 'mail.home.arpa'],
  ...['router.internal', '127.0.0.1', '127.0.0.1.', '10.0.0.25', '192.168.1.1', '172.16.5.5', '169.254.169.254'],
  ...[
    '100.64.0.1',
    '0.0.0.0',
    '0x7f000001',
    '0x7F000001.',
    '2130706433',
    '127.1',
    '0177.0.0.1',
    '0x7f.1',
    '１２７.0.0.1',
  ],
  ...[
    '127。0。0。1',
    '1.2.3',
    '0x08080808',
    '134744072',
    '&#48;x7f000001',
    '[::1]',
    '::1',
    'fe80::1',
    '[fe80::1%25eth0]',
  ],
  ...['fe80::1%eth0', 'fc00::25', '[fd00::1]', '::ffff:127.0.0.1', '::ffff:7f00:1', '[::ffff:10.0.0.1]', '::127.0.0.1'],
  ...['fec0::1', '64:ff9b::10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2002:0a00:0001::1', 'ff02::1'],
]

/** Characters that nobody sees, or that change the order of what is seen. */
const hiddenCharacters = [
  ...['\u202e', '\u202a', '\u2066', '\u2069', '\u200e', '\u200f', '\u061c', '\u200b', '\u200c', '\u200d', '\u2060'],
  ...['\ufeff', '\u00ad', '\u034f', '\u115f', '\u3164', '\uffa0', '\u180e', '\u2028', '\u2029', '\u{e0041}', '\ufe0f'],
  ...['\u00a0', '\u2003', '\u3000', '\ue000', '&#x202e;', '&#8203;'],
]

const hostile: Row[] = [
  ...privateHosts.flatMap((host): Row[] => [
    [`${host} as its host`, file(server({ hostname: host })), null],
    [`${host} as its first host`, file(server({ hostname: host }) + server()), usual],
  ]),
  ['an address that everybody can reach', file(server({ hostname: '198.51.100.25' })), { host: '198.51.100.25' }],
  [
    'an IPv6 address that everybody can reach',
    file(server({ hostname: '[2a00:1450::6d]' })),
    { host: '2a00:1450::6d' },
  ],
  [
    'a host of its own network, for an address there',
    file(server({ hostname: 'mail.meadow.local' })),
    { host: 'mail.meadow.local' },
    { address: 'liis@meadow.local' },
  ],
  ...hiddenCharacters.flatMap((character): Row[] => {
    const shown = JSON.stringify(character)
    return [
      [`${shown} in its user name`, file(server({ username: `admin${character}liis` })), usual],
      [`${shown} around the address`, file(server({ username: `${character}%EMAILADDRESS%${character}x` })), usual],
      [
        `${shown} in the first user name`,
        file(server({ username: `a${character}b`, more: '<username>box</username>' })),
        { username: 'box' },
      ],
    ]
  }),
  ['a user name with a space', file(server({ username: 'MEADOW\\liis tamm' })), { username: 'MEADOW\\liis tamm' }],
  ['a user name in other letters', file(server({ username: 'õie.谷村' })), { username: 'õie.谷村' }],
  [
    'a name that nobody sees',
    file(server(), '<displayName>\u3164\u200b</displayName><displayShortName>Meadow</displayShortName>'),
    { source: 'Meadow' },
  ],
  ['only names that nobody sees', file(server(), '<displayName>\u3164</displayName>'), { source: 'meadow.example' }],
]

const shapes: Row[] = [
  [
    'two providers, its own second',
    file(server()).replace(
      '<clientConfig version="1.1">',
      `<clientConfig version="1.1"><emailProvider id="x"><domain>x.example</domain>${server({ hostname: 'x.example' })}</emailProvider>`,
    ),
    usual,
  ],
  ['a namespace', file(server()).replace('<clientConfig ', '<clientConfig xmlns="urn:x" '), usual],
  ['comments', file(`<!-- the <b>best</b> -->${server()}`), usual],
  ['no outgoing server', file(''), null],
  ['an empty provider', '<clientConfig><emailProvider id="x"/></clientConfig>', null],
  ['nothing in it', '', null],
  ['a page of a website', '<html><body><p>Not found<br></p></body></html>', null],
  ['a document type', file(server()).replace('<clientConfig', '<!DOCTYPE x><clientConfig'), 'refused'],
  [
    'an entity of its own',
    file(server({ username: '&a;' })).replace('<clientConfig', '<!DOCTYPE x [<!ENTITY a "lol">]><clientConfig'),
    'refused',
  ],
  [
    'an external entity',
    file(server({ username: '&a;' })).replace(
      '<clientConfig',
      '<!doctype x [<!ENTITY a SYSTEM "file:///etc/passwd">]><clientConfig',
    ),
    'refused',
  ],
  ['thousands of elements in each other', '<a>'.repeat(5000), 'refused'],
]

export const autoconfigFiles: AutoconfigFile[] = [
  ...authentications,
  ...socketTypes,
  ...values,
  ...names,
  ...encodings,
  ...hostile,
  ...shapes,
].map(([name, text, expected, more]) => ({
  name,
  bytes: typeof text === 'string' ? utf8(text) : text,
  expected,
  ...more,
}))
