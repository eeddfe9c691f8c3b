import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { en } from '../../../texts/en'
import { et } from '../../../texts/et'
import { mailCertificates } from '../../mail/certificates'
import { startMailServer } from '../../mail/mail-servers'
import { quadrants } from '../../pictures'
import { estonianEnv } from '../support/any-language'
import { allQuirksExcept, test as base, type Computer, expect, liis, serverAccount } from '../support/app'
import { validMailServer } from '../support/smtp-form'
import { AccessibleDesktop, whyNoAccessibilityBus } from './accessible-desktop'
import { ScreenReader } from './screen-reader'

/** The screen is on as long as the test runs: the app of `computer` shows its windows there. */
const test = base.extend<{ desktop: AccessibleDesktop }>({
  desktop: async ({ computer }, use) => {
    const desktop = await AccessibleDesktop.start(computer.env)
    Object.assign(computer.extraEnv, desktop.env)
    await use(desktop)
    desktop.bus.disconnect()
    // Before the display, so that Chromium ends without an error.
    await computer.quit()
    await desktop.stop()
  },
})

const languages = {
  en: { texts: en, env: { LANG: 'en_GB.UTF-8' } },
  et: { texts: et, env: estonianEnv },
}
/** In milliseconds. Long enough for the reader to read what is spoken before an answer comes. */
const answerDelay = 400

type Texts = Record<keyof typeof en, string>

// The approved transcripts have no note about an address that cannot be shown.
test.use({ quirks: allQuirksExcept('alias-without-email') })
test.skip(whyNoAccessibilityBus() !== undefined, whyNoAccessibilityBus())

for (const [language, { texts, env }] of Object.entries(languages)) {
  test(`a screen reader signs in, and changes a switch, a mail server and the avatar (${language})`, async ({
    computer,
    desktop,
    useMailServer,
  }) => {
    test.slow()
    Object.assign(computer.extraEnv, env)
    const { good } = await mailCertificates()
    const mailPort = await useMailServer(startMailServer(good, { secure: true }))
    const reader = new ScreenReader(desktop.bus, desktop.keyboard, normalizer(computer, mailPort, texts))
    computer.server.latency = answerDelay
    computer.server.faults.plan('avatar/upload', { kind: 'delay', milliseconds: answerDelay })
    await computer.launch('--force-renderer-accessibility')
    await signIn(reader, texts)
    await changeSwitch(reader, texts)
    await addMailServer(reader, texts, mailPort)
    expect(serverAccount(computer, liis).smtp.map((server) => server.smtp_address)).toContain(validMailServer.address)
    await changeAvatar(reader, texts, computer)
    expect(serverAccount(computer, liis).picture).toBeDefined()
    const transcript = await reader.transcript()
    expect(transcript, 'the focus is never on the page itself').not.toContain('document web')
    expect(transcript).toMatchSnapshot(`transcript-${language}.txt`)
  })
}

async function signIn(reader: ScreenReader, texts: Texts): Promise<void> {
  await reader.begin('entry', texts['signIn.who'])
  await reader.fill('entry', texts['signIn.who'], liis.email)
  await reader.fill('password text', texts['common.password'], 'not-her-password')
  await reader.act('push button', texts['signIn.signIn'])
  await reader.waitFor('alert: ')
  await reader.fill('password text', texts['common.password'], liis.password)
  await reader.act('push button', texts['signIn.signIn'])
  await reader.waitForFocus('heading', texts['panel.account'])
}

async function changeSwitch(reader: ScreenReader, texts: Texts): Promise<void> {
  await reader.act('switch', texts['setting.newsletter'])
  await reader.waitFor(withUndo(texts['common.saved'], texts))
  await reader.act('push button', texts['common.undo'])
  await reader.waitForFocus('switch', texts['setting.newsletter'])
  await reader.waitForAnswer()
  await reader.waitFor('checked')
  await reader.waitFor(withUndo(texts['saving.undone'], texts))
}

async function addMailServer(reader: ScreenReader, texts: Texts, port: number): Promise<void> {
  await reader.act('push button', texts['panel.smtp'])
  await reader.act('push button', texts['smtp.add'])
  await reader.waitForFocus('entry', texts['smtp.address'])
  await reader.fill('entry', texts['smtp.address'], validMailServer.address)
  await reader.focus('password text', texts['common.password'])
  await reader.waitFor(texts['smtp.notFound'].replace('{domain}', 'meadow.example'))
  await reader.fill('password text', texts['common.password'], validMailServer.password)
  await reader.fill('entry', texts['smtp.server'], validMailServer.host)
  await reader.act('radio button', 'TLS')
  await reader.fill('entry', texts['smtp.port'], String(port))
  await reader.fill('entry', texts['smtp.username'], validMailServer.username)
  await reader.act('push button', texts['smtp.checkAndSave'])
  await reader.waitFor(withUndo(texts['smtp.isSetUp'].replace('{address}', validMailServer.address), texts))
  await reader.waitFor(texts['smtp.worksAt'].replace('{time}', 'TIME'))
  await reader.waitForFocus('push button', texts['smtp.add'])
}

async function changeAvatar(reader: ScreenReader, texts: Texts, computer: Computer): Promise<void> {
  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quadrants(400, 300).png().toBuffer())
  await computer.app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
  }, path)
  await reader.act('push button', texts['panel.avatar'])
  await reader.act('push button', texts['avatar.choose'])
  await reader.waitForFocus('heading', texts['panel.avatar'])
  await reader.act('push button', texts['avatar.turn'])
  await reader.act('push button', texts['avatar.use'])
  await reader.waitForFocus('push button', texts['avatar.stop'])
  await reader.waitForAnswer()
  await reader.waitFor(withUndo(texts['avatar.isChanged'], texts))
  await reader.waitForFocus('heading', texts['panel.avatar'])
}

/** A note is spoken together with its button. */
const withUndo = (note: string, texts: Texts) => `${note} ${texts['common.undo']}`

/** What is shown only while an answer takes long, so that it is not always spoken. */
const progress = [
  'account.loading',
  'avatar.opening',
  'common.saving',
  'session.restoring',
  'smtp.loading',
  'smtp.looking',
] as const satisfies (keyof typeof en)[]

/** Replaces what differs from run to run. Leaves out texts of {@link progress}. */
function normalizer(computer: Computer, mailPort: number, texts: Texts): (spoken: string) => string {
  // A text without its arguments, for example the name of a server.
  const patterns = progress.map((key) => texts[key].replaceAll(/[.?]/g, '\\$&').replaceAll(/\{\w+\}/g, '.*'))
  const isProgress = new RegExp(`^status: (${patterns.join('|')}|\\d+\\s?%)`)
  const serverHost = new URL(computer.server.url).host
  return (spoken) => {
    if (isProgress.test(spoken)) return ''
    return spoken
      .replaceAll(serverHost, 'SERVER')
      .replaceAll(String(mailPort), 'PORT')
      .replace(/\d{1,2}[.:]\d{2}( [ap]m)?/gi, 'TIME')
  }
}
