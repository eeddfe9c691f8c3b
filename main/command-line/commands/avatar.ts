import { basename } from 'node:path'
import { z } from 'zod'
import { largestPictureFile } from '../../../contract/limits'
import { Failure, isFailure } from '../../core/failure'
import { readRegularFile } from '../../core/read-regular-file'
import { text } from '../../core/text'
import { type CliCommands, defineCommand } from '../define-command'

export const avatarCliCommands = {
  'avatar upload': defineCommand({
    description: 'cli.avatarUpload',
    example: 'avatar upload portrait.jpg',
    arguments: ['<file>'],
    completion: 'file',
    result: z.strictObject({ sizes: z.array(z.int()) }),
    needsSession: true,
    async run(cli, [path]) {
      const picture = await readPicture(path)
      // The picture libraries take long to load, and only this command needs them.
      const { squarePicture } = await import('../square-picture')
      await cli.run('avatar.upload', { ...(await squarePicture(picture)), name: basename(path) })
      return { sizes: Object.keys(cli.account().avatar ?? {}).map(Number) }
    },
    print: () => [text('cli.pictureChanged')],
  }),

  'avatar remove': defineCommand({
    description: 'cli.avatarRemove',
    example: 'avatar remove',
    result: z.strictObject({}),
    needsSession: true,
    async run(cli) {
      await cli.run('avatar.remove', {})
      return {}
    },
    print: () => [text('cli.pictureRemoved')],
  }),
} satisfies CliCommands

/** @throws Failure `invalid-input`, with the name of the file in its message */
async function readPicture(path: string): Promise<Uint8Array> {
  return readRegularFile(path, largestPictureFile).catch((reason) => {
    if (!isFailure(reason)) throw reason
    throw new Failure(reason.code, text('cli.fileProblem', { name: basename(path), problem: reason.message }))
  })
}
