import type { avatarCommands } from '../../../contract/avatar'
import type { ChooseFile } from '../../core/choose-file'
import type { Handlers } from '../../core/handlers'
import type { Avatar } from './avatar'

export function avatarHandlers(avatar: Avatar, chooseFile: ChooseFile): Handlers<keyof typeof avatarCommands> {
  return {
    'avatar.choose': () => chooseFile('picture'),
    'avatar.upload': async (context, picture) => avatar.upload(context, picture),
    'avatar.cancel': async () => avatar.cancel(),
    'avatar.remove': (context) => avatar.remove(context),
    'avatar.undo': (context) => avatar.undo(context),
  }
}
