/**
 * A process that adds entries to the app's file, one write for each: `file-writer.ts PATH NAME COUNT`. Prints how many
 * writes failed.
 */
import { KnownSessionFile } from '../../main/features/session/known-session-file'

const [path = '', accountId = '', count = '0'] = process.argv.slice(2)
const file = new KnownSessionFile(path)
let failed = 0
for (let index = 0; index < Number(count); index += 1) {
  const added = { server: 'https://fleep.example', accountId, smtpId: String(index) }
  if (!file.write(({ mailPasswords }) => ({ mailPasswords: [...mailPasswords, added] }))) failed += 1
}
process.stdout.write(`${failed}\n`)
