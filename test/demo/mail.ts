/** The demo's mail servers: real servers on loopback, used by the seeded accounts. */
import { createTransport } from 'nodemailer'
import { type Computer, liis, serverAccount } from '../e2e/support/computer'
import type { SmtpRecord } from '../fleep-server/accounts'
import { mailCertificates } from '../mail/certificates'
import { startMailServer } from '../mail/mail-servers'

/** Starts one with TLS and one with STARTTLS. The local Fleep server checks them too, as Fleep does. */
export async function startMailServers(computer: Computer) {
  const { good } = await mailCertificates()
  const accounts = serverAccount(computer, liis).smtp
  const users = accounts.map(({ smtp_username, smtp_password }) => ({
    username: smtp_username,
    password: smtp_password,
  }))
  const servers = [
    await startMailServer(good, { secure: true }, users),
    await startMailServer(good, { secure: false }, users),
  ]
  for (const [index, account] of accounts.entries()) {
    const connection = index === 0 ? 'ssl' : 'starttls'
    Object.assign(account, { smtp_host: 'localhost', smtp_port: servers[index]?.port, smtp_connection: connection })
  }
  computer.server.state.mailServerCheck = (record) => verify(record, good.cert)
  return {
    accounts,
    stop: async () => {
      for (const server of servers) await server.stop()
    },
  }
}

async function verify(record: SmtpRecord, ca: string): Promise<string | null> {
  const transport = createTransport({
    host: record.smtp_host,
    port: record.smtp_port ?? 0,
    secure: record.smtp_connection === 'ssl',
    requireTLS: record.smtp_connection === 'starttls',
    auth: { user: record.smtp_username, pass: record.smtp_password },
    tls: { ca },
  })
  return transport.verify().then(
    () => null,
    (reason: Error) => reason.message,
  )
}
