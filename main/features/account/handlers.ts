import type { accountCommands } from '../../../contract/account'
import { Failure, isFailure, withField } from '../../core/failure'
import type { Handlers } from '../../core/handlers'
import { text } from '../../core/text'
import {
  changePassword,
  changeSettings,
  configureClientSettings,
  setFlag,
  setFleepAddress,
} from '../../fleep/account-api'
import type { SessionCalls } from '../session/session-calls'

export function accountHandlers(calls: SessionCalls): Handlers<keyof typeof accountCommands> {
  return {
    'account.refresh': (context) => calls.refreshAccount(context),
    'account.change': (context, changes) => calls.change(context, changeSettings, changes),
    'account.setFleepAddress': (context, { fleepAddress }) =>
      calls.change(context, setFleepAddress, fleepAddress).catch(withField('fleepAddress')),
    'account.changePassword': (context, { oldPassword, newPassword }) =>
      calls.change(context, changePassword, oldPassword, newPassword).catch(explainPasswordFailure),
    'account.changeClientSettings': (context, { changed }) => calls.change(context, configureClientSettings, changed),
    'account.setFlag': (context, { flag, value }) =>
      calls.change(context, setFlag, flag, value).catch(withField('flag')),
  }
}

/** The call is not repeated. If its answer is lost, it is unknown which of the two passwords is active. */
function explainPasswordFailure(reason: unknown): never {
  if (isFailure(reason, 'offline', 'timeout', 'server-fault', 'bad-answer')) {
    throw new Failure(reason.code, `${reason.message} ${text('account.passwordInDoubt')}`)
  }
  return withField('oldPassword')(reason)
}
