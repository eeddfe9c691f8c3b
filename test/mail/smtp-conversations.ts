import type { CheckStep, MailEncryption } from '../../contract'
import type { Script } from './scripted-server'

/** A conversation with a mail server, and what a check of it says. */
export interface Conversation {
  name: string
  encryption?: MailEncryption
  script: Script
  address?: string
  /** undefined if the check succeeds. */
  fails?: {
    step: CheckStep
    field: string | null
    message: RegExp
    /** How what the server said begins; null if it said nothing about it. */
    said: string | null
  }
  /** Whether a password may have been sent; the default is what the step says. */
  isPasswordSent?: boolean
  /** Whether it is another one if the server's bytes do not arrive together. */
  isAtOnce?: boolean
  /** Whether the time is over in it: it takes as long as the limits. */
  isLate?: boolean
}

const later = /try again later/i
const onlyPlain = '250-mail.test\r\n250 AUTH PLAIN'

/** For replies to AUTH PLAIN, where nothing else is offered. */
function signIn(
  reply: string,
  field: string | null,
  message: RegExp,
  encryption: MailEncryption = 'none',
): Conversation {
  return {
    name: `${reply.slice(0, 70)} to AUTH${encryption === 'none' ? '' : ` with ${encryption}`}`,
    encryption,
    script: {
      EHLO: encryption === 'starttls' ? [`250-mail.test\r\n250-STARTTLS\r\n250 AUTH PLAIN`, onlyPlain] : onlyPlain,
      'AUTH PLAIN': reply,
    },
    fails: { step: 'sign-in', field, message, said: reply.split('\r\n')[0]?.replace(/^(\d{3})-/, '$1 ') ?? '' },
  }
}

const signIns: Conversation[] = [
  signIn('454 4.7.0 Temporary authentication failure', null, later),
  signIn('451 4.3.0 internal error', null, later),
  signIn('421 4.7.0 Too many connections', null, later),
  signIn('454 4.7.0 Too many login attempts', null, later, 'starttls'),
  signIn('535 5.7.0 Too many bad auth attempts', null, later),
  signIn('534 5.7.9 Application-specific password required', 'password', /app password/),
  signIn(
    '534-5.7.9 Application-specific password required. Learn more at\r\n534 5.7.9  https://support.test/ a-1',
    'password',
    /app password/,
  ),
  signIn('535 5.7.9 Please use an app password', 'password', /app password/, 'tls'),
  signIn('535 5.7.8 Sign in with an app-specific password', 'password', /app password/),
  signIn('535 Login Fail. Please enter your authorization code to login', 'password', /app password/),
  signIn('535 Please use your client-specific password', 'password', /app password/),
  signIn('534 5.7.14 Please log in via your web browser and then try again', null, /browser/),
  signIn(
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant',
    null,
    /switched off/,
  ),
  signIn('535 5.7.139 Authentication unsuccessful, basic authentication is disabled', null, /switched off/, 'starttls'),
  signIn('550 5.7.30 Basic authentication is not supported for Client Submission', null, /switched off/),
  signIn(
    '535 5.7.139 Authentication unsuccessful, the user credentials were incorrect',
    'password',
    /rejected the user name or password/,
  ),
  signIn('535 5.7.8 Error: authentication failed', 'password', /rejected the user name or password/),
  signIn('535 5.7.3 Authentication unsuccessful', 'password', /rejected the user name or password/, 'tls'),
  signIn('535 Incorrect authentication data', 'password', /rejected the user name or password/),
  signIn('535 Invalid credentials, please try again later', 'password', /rejected the user name or password/),
  signIn('535 5.7.0 Invalid login or password. Too many failures', 'password', /rejected the user name or password/),
  ...[
    'This user does not have access rights to this service',
    'Two-factor authentication is required',
    'Access denied from your IP address',
    'IMAP/SMTP must be enabled in settings',
  ].map((words) => signIn(`535 5.7.8 ${words}`, null, /sign-in/)),
  signIn('550 Invalid login or password', 'password', /rejected the user name or password/),
  signIn('535 5.7.1 This account is locked', null, /refused the sign-in/),
  signIn('525 5.7.13 User Account Disabled', null, /refused the sign-in/),
  signIn('550 5.7.1 Service unavailable, client host blocked', null, /refused the sign-in/),
  signIn('503 5.5.1 Error: authentication not enabled', null, /refused the sign-in/),
  signIn('530 5.7.0 Must issue a STARTTLS command first', 'encryption', /encrypted connection/),
  signIn('538 5.7.11 Encryption required for requested authentication mechanism', 'encryption', /encrypted connection/),
  signIn('530 5.7.0 Authentication required', null, /refused the sign-in/, 'tls'),
  signIn('504 5.5.4 Unrecognized authentication type', null, /way of signing in \(PLAIN\)/),
  signIn('534 5.7.9 Authentication mechanism is too weak', null, /way of signing in \(PLAIN\)/),
  signIn(
    '535 5.7.8 Error: authentication failed: Invalid authentication mechanism',
    null,
    /way of signing in \(PLAIN\)/,
  ),
  signIn('432 4.7.12 A password transition is needed', null, /way of signing in \(PLAIN\)/),
  {
    name: '504 to PLAIN, and LOGIN works',
    script: { 'AUTH PLAIN': '504 5.5.4 Unrecognized authentication type' },
  },
  {
    name: '534 too weak to PLAIN, and LOGIN works',
    script: { 'AUTH PLAIN': '534 5.7.9 Authentication mechanism is too weak' },
    encryption: 'tls',
  },
  {
    name: '504 to PLAIN and 535 to LOGIN',
    script: { 'AUTH PLAIN': '504 5.5.4 no', credentials: ['334 UGFzc3dvcmQ6', '535 5.7.8 bad credentials'] },
    fails: { step: 'sign-in', field: 'password', message: /rejected/, said: '535 5.7.8 bad credentials' },
  },
  {
    name: '504 to PLAIN, and the server closes the connection',
    script: { 'AUTH PLAIN': { say: '504 5.5.4 not this one', after: 'close' } },
    fails: { step: 'sign-in', field: null, message: /\(PLAIN\)/, said: '504 5.5.4 not this one' },
  },
  {
    name: '535 to PLAIN: LOGIN is not tried with a wrong password',
    script: { 'AUTH PLAIN': '535 5.7.8 no', 'AUTH LOGIN': '500 never asked' },
    fails: { step: 'sign-in', field: 'password', message: /rejected/, said: '535 5.7.8 no' },
  },
  { name: '334 to PLAIN, which reads the credentials only then', script: { 'AUTH PLAIN': '334 ' } },
  { name: 'ways of signing in with commas between', script: { EHLO: '250-mail.test\r\n250 AUTH PLAIN,LOGIN, NTLM' } },
  { name: 'only LOGIN', script: { EHLO: '250-mail.test\r\n250 AUTH=LOGIN' } },
  { name: 'only CRAM-MD5', script: { EHLO: '250-mail.test\r\n250 AUTH CRAM-MD5 GSSAPI' } },
  {
    name: '334 for ever',
    script: { EHLO: onlyPlain, 'AUTH PLAIN': '334 ', credentials: '334 ' },
    fails: { step: 'sign-in', field: null, message: /\(PLAIN\)/, said: '501 5.7.0 cancelled' },
  },
  {
    name: 'the server closes the connection at AUTH',
    script: { EHLO: onlyPlain, 'AUTH PLAIN': { after: 'close' } },
    fails: { step: 'sign-in', field: null, message: /closed the connection/, said: null },
  },
  {
    name: '535 without the end of the line, and the connection closed',
    script: { EHLO: onlyPlain, 'AUTH PLAIN': { say: '535 5.7.8 no', after: 'close without line end' } },
    fails: { step: 'sign-in', field: 'password', message: /rejected/, said: '535 5.7.8 no' },
  },
  {
    name: 'no answer to AUTH',
    script: { EHLO: onlyPlain, 'AUTH PLAIN': { after: 'nothing' } },
    isLate: true,
    fails: { step: 'sign-in', field: null, message: /stopped responding/, said: null },
  },
  {
    name: 'NTLM only',
    script: { EHLO: '250-mail.test\r\n250 AUTH NTLM' },
    encryption: 'tls',
    isPasswordSent: false,
    fails: { step: 'sign-in', field: 'host', message: /offers only NTLM/, said: null },
  },
  {
    name: 'NTLM and GSSAPI only, without encryption',
    script: { EHLO: '250-mail.test\r\n250 AUTH NTLM GSSAPI' },
    isPasswordSent: false,
    fails: { step: 'sign-in', field: 'encryption', message: /offers only NTLM, GSSAPI/, said: null },
  },
  {
    name: 'XOAUTH2 only, with STARTTLS',
    script: { EHLO: ['250-mail.test\r\n250 STARTTLS', '250-mail.test\r\n250 AUTH XOAUTH2 OAUTHBEARER'] },
    encryption: 'starttls',
    isPasswordSent: false,
    fails: { step: 'sign-in', field: 'host', message: /offers only XOAUTH2, OAUTHBEARER/, said: null },
  },
  {
    name: 'no AUTH',
    script: { EHLO: '250-mail.test\r\n250 SIZE 1000' },
    encryption: 'tls',
    isPasswordSent: false,
    fails: { step: 'sign-in', field: 'port', message: /offers no sign-in with a password/, said: null },
  },
  {
    name: 'no AUTH before STARTTLS, which was not chosen',
    script: { EHLO: '250-mail.test\r\n250 STARTTLS' },
    isPasswordSent: false,
    fails: { step: 'sign-in', field: 'encryption', message: /Choose STARTTLS/, said: null },
  },
  {
    name: 'HELO only',
    script: { EHLO: '502 5.5.1 not implemented' },
    isPasswordSent: false,
    fails: { step: 'sign-in', field: 'encryption', message: /offers no sign-in/, said: null },
  },
]

/** A refusal as the greeting and to EHLO, with each encryption. */
function turnsAway(reply: string, message: RegExp): Conversation[] {
  const fails = {
    step: 'greeting',
    field: null,
    message,
    said: reply.replace(/\r\n\d{3}[ -]/g, ' ').replace('-', ' '),
  } as const
  return (['none', 'tls', 'starttls'] as const).flatMap((encryption) => [
    { name: `${reply} as greeting with ${encryption}`, encryption, script: { greeting: reply }, fails },
    {
      name: `${reply} as greeting, and the connection closed, with ${encryption}`,
      encryption,
      script: { greeting: { say: reply, after: 'close' as const } },
      fails,
    },
    {
      name: `${reply} to EHLO with ${encryption}`,
      encryption,
      script: { EHLO: { say: reply, after: 'close' as const } },
      fails,
    },
  ])
}

const greetings: Conversation[] = [
  ...turnsAway('421 4.7.0 Try again later', later),
  ...turnsAway('450 4.7.1 Client host rejected', later),
  ...turnsAway('554-5.7.1 Your address is listed\r\n554 see https://list.test', /turned this computer away/),
  ...turnsAway('554 5.7.1 No service for you', /turned this computer away/),
  {
    name: '504 to EHLO',
    script: { EHLO: '504 5.5.2 need fully-qualified hostname' },
    fails: {
      step: 'greeting',
      field: null,
      message: /turned this computer away/,
      said: '504 5.5.2 need fully-qualified hostname',
    },
  },
  {
    name: '501 to EHLO with STARTTLS',
    encryption: 'starttls',
    script: { EHLO: '501 5.5.4 Invalid domain name' },
    fails: {
      step: 'greeting',
      field: null,
      message: /turned this computer away/,
      said: '501 5.5.4 Invalid domain name',
    },
  },
  {
    name: 'the server closes the connection at EHLO',
    encryption: 'starttls',
    script: { EHLO: { after: 'close' } },
    fails: { step: 'greeting', field: null, message: /closed the connection/, said: null },
  },
  {
    name: 'the server closes the connection immediately',
    script: { greeting: { after: 'close' } },
    fails: { step: 'greeting', field: 'port', message: /closed the connection .* without a greeting/, said: null },
  },
  {
    name: 'the server closes the connection instead of its greeting, inside TLS',
    encryption: 'tls',
    script: { greeting: { after: 'close' } },
    fails: { step: 'greeting', field: 'port', message: /closed the connection .* without a greeting/, said: null },
  },
  {
    name: 'no greeting',
    script: { greeting: { after: 'nothing' } },
    isLate: true,
    fails: { step: 'greeting', field: 'port', message: /didn’t greet in time/, said: null },
  },
  {
    name: 'a reply to EHLO that never ends',
    script: { EHLO: { say: '250-mail.test', after: 'drip' } },
    isLate: true,
    fails: { step: 'greeting', field: 'port', message: /stopped responding/, said: null },
  },
  {
    name: 'a file server',
    script: { greeting: '220 FTP ready', EHLO: '500 EHLO not understood', HELO: '500 HELO not understood' },
    fails: {
      step: 'greeting',
      field: 'port',
      message: /isn’t a server for outgoing mail/,
      said: '500 HELO not understood',
    },
  },
  {
    name: 'a file server that wants a user first',
    script: { greeting: '220 FTP ready', EHLO: '530 Please log in', HELO: '530 Please log in' },
    fails: { step: 'greeting', field: 'port', message: /isn’t a server for outgoing mail/, said: '530 Please log in' },
  },
  {
    name: 'a news server',
    script: { greeting: '200 news ready' },
    fails: { step: 'greeting', field: 'port', message: /isn’t a server for outgoing mail/, said: '200 news ready' },
  },
  ...['* OK IMAP ready', '+OK POP3 ready', 'SSH-2.0-OpenSSH_9.2', 'HTTP/1.1 400 Bad Request', 'J\0\0\0mysql'].map(
    (greeting): Conversation => ({
      name: `${JSON.stringify(greeting)} as greeting`,
      script: { greeting },
      fails: { step: 'greeting', field: 'port', message: /isn’t a server for outgoing mail/, said: null },
    }),
  ),
  { name: 'a greeting of several lines', script: { greeting: '220-first\r\n220-second\r\n220 third' } },
  { name: 'two greetings', script: { greeting: '220 first\r\n220 second' }, isAtOnce: true },
  {
    name: 'a greeting, and a refusal before EHLO',
    script: { greeting: { say: '220 mail.test\r\n421 4.3.2 shutting down', after: 'close' } },
    isAtOnce: true,
    fails: { step: 'greeting', field: null, message: later, said: '421 4.3.2 shutting down' },
  },
  { name: 'a greeting with an empty line before it', script: { greeting: '\r\n220 mail.test' } },
  { name: 'a greeting in Latin-1 and no text', script: { greeting: '220' } },
]

const encryptions: Conversation[] = [
  {
    name: '454 to STARTTLS',
    encryption: 'starttls',
    script: { STARTTLS: '454 4.7.0 TLS not available due to temporary reason' },
    fails: {
      step: 'encryption',
      field: null,
      message: later,
      said: '454 4.7.0 TLS not available due to temporary reason',
    },
  },
  {
    name: '502 to STARTTLS that was offered',
    encryption: 'starttls',
    script: { STARTTLS: '502 5.5.1 no' },
    fails: { step: 'encryption', field: 'encryption', message: /offers STARTTLS, but refused/, said: '502 5.5.1 no' },
  },
  {
    name: 'no STARTTLS',
    encryption: 'starttls',
    script: { EHLO: onlyPlain },
    fails: { step: 'encryption', field: 'encryption', message: /doesn’t offer STARTTLS/, said: null },
  },
  {
    name: 'the server closes the connection at STARTTLS',
    encryption: 'starttls',
    script: { STARTTLS: { after: 'close' } },
    fails: { step: 'encryption', field: null, message: /closed the connection/, said: null },
  },
  {
    name: 'the server closes the connection instead of the handshake',
    encryption: 'starttls',
    script: { STARTTLS: { say: '220 go ahead', after: 'close' } },
    fails: { step: 'encryption', field: 'encryption', message: /encrypted connection/, said: null },
  },
  {
    name: '421 to EHLO after STARTTLS',
    encryption: 'starttls',
    script: { EHLO: ['250-mail.test\r\n250 STARTTLS', '421 4.3.2 shutting down'] },
    isPasswordSent: false,
    fails: { step: 'sign-in', field: null, message: later, said: '421 4.3.2 shutting down' },
  },
  {
    name: 'a reply in plain text after STARTTLS, which may be forged',
    encryption: 'starttls',
    script: { STARTTLS: '220 go ahead\r\n250-mail.test\r\n250 AUTH NTLM' },
    isAtOnce: true,
  },
]

function sender(reply: string, field: string | null, message: RegExp): Conversation {
  return {
    name: `${reply} to MAIL`,
    script: { MAIL: reply },
    fails: { step: 'send-as', field, message, said: reply.replace('-', ' ').split('\r\n')[0] ?? '' },
  }
}

const senders: Conversation[] = [
  sender(
    '550 5.7.60 Client does not have permissions to send as this sender',
    'address',
    /refused liis@meadow\.example as the sender/,
  ),
  sender('553 5.7.1 Sender address rejected: not owned by user liis', 'address', /refused .* as the sender/),
  sender('501 5.1.7 Bad sender address syntax', 'address', /refused .* as the sender/),
  sender('554-5.7.1 refused\r\n554 because', 'address', /refused .* as the sender/),
  ...[
    '553 Requested action not taken: mailbox name not allowed',
    '550 5.1.8 Sender address rejected: Domain not found',
    '501 5.1.7 The address exceeds the limit of its length',
    '550 no',
    '550 5.7.1 You cannot send as this address',
    '550 From address is not one of your addresses',
    '551 5.7.1 not our sender',
    '553 5.6.7 not in ASCII',
  ].map((reply) => sender(reply, 'address', /refused .* as the sender/)),
  ...[
    '452 4.2.2 Mailbox full',
    '552 5.2.2 Over quota',
    '552 Requested mail action aborted: exceeded storage allocation',
    '550 5.2.2 The email account that you tried to use is over quota',
    '554 5.2.2 mailbox full',
    '550 Your mailbox is full',
  ].map((reply) => sender(reply, null, /says that the mailbox is full/)),
  ...[
    '550 5.4.5 Daily user sending limit exceeded',
    '550 5.7.1 Sender rate limit exceeded',
    '554 5.2.2 Submission quota exceeded: too many messages per day',
    '550 5.7.705 Access denied, tenant has exceeded threshold',
    "550 5.1.90 You've reached your daily limit for message recipients",
    '550 Too many messages from you',
    '550 超过每日发送上限',
    '552 5.7.0 Hourly quota reached for this sender',
    '550 5.7.28 Unusual rate of email from your address',
  ].map((reply) => sender(reply, null, /a limit is reached\. Try again later/)),
  ...[
    '530 5.7.0 Authentication required',
    '530 5.7.57 Client not authenticated to send mail',
    '550 5.7.1 Authentication is required for this sender',
    '530 Log in first',
    '535 5.7.8 you are not signed in',
    '454 4.7.0 You must authenticate first',
    '503 5.5.1 Need AUTH before MAIL',
  ].map((reply) => sender(reply, null, /accepted the sign-in, but now asks for one again/)),
  sender('530 5.7.0 Must issue a STARTTLS command first', 'encryption', /encrypted connection/),
  ...[
    '550 5.2.1 The mailbox is disabled',
    '550 5.7.501 Access denied, spam abuse detected',
    '554 5.7.1 Your account is suspended',
    '550 5.7.0 Outgoing mail is blocked for this account',
    '550 5.7.1 Message rejected due to unusual activity',
    '550 用户被锁定',
  ].map((reply) => sender(reply, null, /doesn’t let this account send email/)),
  ...[
    '554 5.3.2 System not accepting network messages',
    '503 5.5.1 Bad sequence of commands',
    '550 5.7.0 Policy',
    '555 5.5.4 Unsupported option',
    '521 5.3.2 no mail here',
    '500 what?',
    '503 5.5.2 Sender already specified',
    '550 High probability of spam',
    '554 DT:SPM',
    '554 5.7.1 Client host rejected: Access denied',
    '550 5.7.64 TenantAttribution; Relay Access Denied',
  ].map((reply) => sender(reply, null, /refused to take an email/)),
  ...['450 4.7.0 Slow down', '421 4.7.28 Rate limited', '451 4.3.5 Server configuration error', '452 4.5.3'].map(
    (reply) => sender(reply, null, later),
  ),
  sender('451 4.7.1 Greylisted, try again in 5 minutes', null, later),
  sender('452 4.3.1 Insufficient system storage', null, later),
  { name: '555 to MAIL with a parameter that the server offers', script: { MAIL: ['555 5.5.4 SIZE?', '250 ok'] } },
  { name: '500 to RSET', script: { RSET: '500 5.5.1 unknown' } },
  { name: 'the connection closed at RSET', script: { RSET: { after: 'close' } } },
  { name: 'a size smaller than any email', script: { EHLO: '250-mail.test\r\n250-SIZE 10\r\n250 AUTH PLAIN' } },
  {
    name: 'the server closes the connection at MAIL',
    script: { MAIL: { after: 'close' } },
    fails: { step: 'send-as', field: null, message: /closed the connection/, said: null },
  },
  {
    name: 'an address that needs SMTPUTF8, which is offered',
    address: 'õnne@müük.example',
    script: { EHLO: '250-mail.test\r\n250-SMTPUTF8\r\n250 AUTH PLAIN' },
  },
  {
    name: 'an address that needs SMTPUTF8, which is not offered',
    address: 'õnne@meadow.example',
    script: {},
    fails: { step: 'send-as', field: 'address', message: /plain Latin letters/, said: null },
  },
  { name: 'an address of an internationalised domain', address: 'liis@müük.example', script: {} },
]

const usual: Conversation[] = (['none', 'tls', 'starttls'] as const).map((encryption) => ({
  name: `a server that works, with ${encryption}`,
  encryption,
  script: {},
}))

export const conversations: Conversation[] = [...usual, ...greetings, ...encryptions, ...signIns, ...senders]
