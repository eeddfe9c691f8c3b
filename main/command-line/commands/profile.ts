import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { ProfileChange } from '../../../contract'
import { fieldOf, isPersonal } from '../../../contract/profile-change'
import { Failure } from '../../core/failure'
import { toSingleLine } from '../../core/single-line'
import { text } from '../../core/text'
import { type CliCommands, defineCommand } from '../define-command'

export const profileCliCommands = {
  'profile save': defineCommand({
    description: 'cli.profileSave',
    example: 'profile save settings.json',
    arguments: ['<file>'],
    completion: 'file',
    result: z.strictObject({ path: z.string() }),
    needsSession: true,
    async run(cli, [file]) {
      const path = resolve(file)
      if (existsSync(path)) throw new Failure('refused', text('cli.isThere', { name: file }))
      cli.chooseSaveLocation(path)
      await cli.run('profiles.save', {})
      return { path }
    },
    print: ({ path }) => [path],
  }),

  'profile apply': defineCommand({
    description: 'cli.profileApply',
    example: 'profile apply settings.json --dry-run',
    arguments: ['<file>'],
    completion: 'file',
    options: { '--dry-run': { description: 'cli.dryRun' }, '--personal': { description: 'cli.personal' } },
    /**
     * Changes by their fields. Those in `left` need a password and are not made; nor are those in `personal`, which belong to
     * the person of another account.
     */
    result: z.strictObject({ changed: z.array(z.string()), left: z.array(z.string()), personal: z.array(z.string()) }),
    needsSession: true,
    async run(cli, [file], { dryRun, personal: withPersonal }) {
      cli.chooseFile(resolve(file))
      await cli.run('profiles.open', {})
      const { changes = [], isOtherAccount = false } = cli.state.profile ?? {}
      const isSkipped = (change: ProfileChange) => isOtherAccount && !withPersonal && isPersonal(change)
      const wanted = changes.filter((change) => !isSkipped(change))
      const changed = wanted.filter((change) => !isLeft(change, wanted)).map(fieldOf)
      if (!dryRun && changed.length > 0) await cli.run('profiles.apply', { fields: changed, passwords: {} })
      const left = wanted.map(fieldOf).filter((field) => !changed.includes(field))
      return { changed, left, personal: changes.filter(isSkipped).map(fieldOf) }
    },
    print({ changed, left, personal }) {
      if (changed.length + left.length + personal.length === 0) return [text('profile.nothingToChange')]
      return [
        ...changed.map((field) => text('cli.changed', { name: toSingleLine(field, []) })),
        ...left.map((field) => text('cli.left', { name: toSingleLine(field, []) })),
        ...personal.map((field) => text('cli.isPersonal', { name: toSingleLine(field, []) })),
      ]
    },
  }),
} satisfies CliCommands

/** Whether a change needs a password, or makes a mail server the default that needs one. */
function isLeft({ kind, to, needsPassword }: ProfileChange, changes: ProfileChange[]): boolean {
  // Of several mail servers for its address, the default is named by more than the address.
  const isOf = (address: string) => to === address || String(to).startsWith(`${address}, `)
  const isOfLeftServer = (other: ProfileChange) => {
    return other.kind === 'mailServer' && isOf(other.name) && other.needsPassword
  }
  return needsPassword || (kind === 'defaultMailServer' && changes.some(isOfLeftServer))
}
