import { absurdValues } from './absurd-values'
import type { Area } from './area'
import { autoconfigStress } from './autoconfig-files'
import { commandFaults } from './commands'
import { hostileMessages } from './hostile-messages'
import { keychainFaults } from './keychain-faults'
import { keyringPrompts } from './keyring-prompts'
import { kills } from './kills'
import { longRun } from './long-run'
import { mailServers } from './mail-servers'
import { networkFaults } from './network-faults'
import { networks } from './networks'
import { passwordPlaces } from './password-places'
import { polling } from './polling'
import { signingOut } from './signing-out'
import { splitAnswers } from './split-answers'
import { twoProcesses } from './two-processes'

/** Every area, in the order of the printed table. */
export const areas: Area[] = [
  networkFaults,
  networks,
  splitAnswers,
  commandFaults,
  polling,
  mailServers,
  keychainFaults,
  keyringPrompts,
  passwordPlaces,
  signingOut,
  hostileMessages,
  autoconfigStress,
  absurdValues,
  kills,
  twoProcesses,
  longRun,
]
