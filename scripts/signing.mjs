/** What electron-builder reads to sign the installers. A workflow sets a secret that is missing to an empty value. */
const signingVariables = ['CSC_LINK', 'CSC_KEY_PASSWORD', 'APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID']

/**
 * electron-builder takes an empty CSC_LINK for the path of a certificate on macOS, and fails. Without it, nothing is signed.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv} without what is empty among the variables for signing
 */
export function withoutEmptySigning(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name, value]) => !signingVariables.includes(name) || value?.trim()),
  )
}
