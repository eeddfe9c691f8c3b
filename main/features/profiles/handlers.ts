import type { profileCommands } from '../../../contract/profiles'
import type { Handlers } from '../../core/handlers'
import type { Profiles } from './profiles'

export function profileHandlers(profiles: Profiles): Handlers<keyof typeof profileCommands> {
  return {
    'profiles.save': (context) => profiles.save(context),
    'profiles.open': (context) => profiles.open(context),
    'profiles.apply': (context, chosen) => profiles.apply(context, chosen),
    'profiles.undo': (context) => profiles.undo(context),
    'profiles.close': async () => profiles.close(),
  }
}
