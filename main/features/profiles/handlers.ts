import type { profileCommands } from '../../../contract/profiles'
import type { Handlers } from '../../core/handlers'
import type { Profiles } from './profiles'

export function profileHandlers(profiles: Profiles): Handlers<keyof typeof profileCommands> {
  return {
    'profile.save': (context) => profiles.save(context),
    'profile.open': (context) => profiles.open(context),
    'profile.apply': (context, chosen) => profiles.apply(context, chosen),
    'profile.undo': (context) => profiles.undo(context),
    'profile.close': async () => profiles.close(),
  }
}
