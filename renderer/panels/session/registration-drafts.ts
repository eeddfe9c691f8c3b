import { dropDraft } from '../../saving'

/** The ids of what is typed to create an account. */
export const registrationDraft = 'register'
export const codeDraft = 'register-code'

/** Forgets the address and the code once the account is set up. */
export function dropRegistration(): void {
  dropDraft(registrationDraft)
  dropDraft(codeDraft)
}
