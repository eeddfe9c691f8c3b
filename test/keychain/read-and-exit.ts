import { OsKeychain } from '../../main/keychain/keychain'

/** Reads an item, and ends the process with code 6 when the keychain does not answer. For refused-items.test.ts. */
const [, , service = '', account = ''] = process.argv
new OsKeychain(service, 500).read(account).then(
  () => process.exit(0),
  () => process.exit(6),
)
