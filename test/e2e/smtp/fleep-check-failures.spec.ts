import { type Computer, expect, marten, serverAccount, test } from '../support/app'
import { clickNotification, notifications } from '../support/electron-record'
import { mailServerRows } from '../support/smtp-form'

const record = {
  mk_rec_type: 'smtp',
  smtp_id: 'box',
  smtp_address: 'box@meadow.example',
  smtp_username: 'box',
  smtp_password: 'only-at-fleep',
  smtp_host: 'mail.meadow.example',
  smtp_port: 465,
  smtp_connection: 'ssl',
  mk_smtp_status: 'smtp_confirmed',
  smtp_status_description: '',
  is_default: true,
}

const shown = async (computer: Computer) =>
  (await notifications(computer)).map(({ title, body }) => `${title} · ${body}`)

test('a notification says once that Fleep can no longer send through a mail server, and opens its row', async ({
  computer,
}) => {
  const account = serverAccount(computer, marten)
  Object.assign(account, { smtp: [{ ...record }] })
  const page = await computer.startSignedIn(marten)
  const announce = (status: string, description: string) => {
    Object.assign(account.smtp[0] ?? {}, { mk_smtp_status: status, smtp_status_description: description })
    const { smtp_password: _password, ...sent } = account.smtp[0] ?? record
    computer.server.state.announceRecord(account, sent)
  }
  // What happened before a poll that waits is no news. After the second poll, the server asks for a new start.
  await expect.poll(() => computer.server.inputsOf('account/poll').length).toBeGreaterThan(2)
  announce('smtp_failed', '535 5.7.8 bad credentials')
  const expected = ['Fleep can’t send through your mail server · box@meadow.example: 535 5.7.8 bad credentials']
  await expect.poll(() => shown(computer)).toEqual(expected)
  announce('smtp_failed', '535 5.7.8 bad credentials')
  // It comes after the second failure.
  computer.server.state.announce(account, { display_name: 'Marten the Second' })
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Marten the Second')
  expect(await shown(computer)).toEqual(expected)

  await clickNotification(computer)
  const row = mailServerRows(page).first()
  await expect(row).toBeFocused()
  await expect(row).toContainText('Fleep can’t send through it')
})
