import { text } from '../core/text'

/** An email that is ready to be sent. */
export interface PreparedEmail {
  recipient: string
  /** With headers, as it is sent. Lines that begin with a dot are as they are. */
  message: Buffer
}

export interface TestEmailOptions {
  /** The mail server's address. */
  from: string
  /** The account's own address. */
  to: string
  /** Of the account; it may be empty. */
  name: string
  /** The mail server. */
  host: string
}

/** Writes the short email that a user sends to themselves. Its headers are encoded, whatever the name is. */
export async function writeTestEmail({ from, to, name, host }: TestEmailOptions): Promise<PreparedEmail> {
  // Imported with the first use, because few users send one.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const message = new MailComposer({
    from: { name, address: from },
    to: { name, address: to },
    subject: text('testEmail.subject'),
    text: `${text('testEmail.text', { host })}\n`,
    // It is no answer to anybody, and nobody's absence note answers it. Source: RFC 3834.
    headers: { 'Auto-Submitted': 'auto-generated' },
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return { recipient: to, message: await message.compile().build() }
}
