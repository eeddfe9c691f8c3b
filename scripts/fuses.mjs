/**
 * What the packaged Electron may do beyond showing this app: each of its fuses is decided here. electron-builder runs
 * this after it has packed, before anything is signed. An Electron with a fuse that is not named here is refused.
 */
import { join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'

/** @type {import('@electron/fuses').FuseConfig} */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // Neither as a plain Node nor with a debugger: whoever may start the app could else speak for it to the keychain.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  // Its code is what was packed, and unchanged where the system can tell.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // It has no snapshot of its own.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // Its pages come from app://.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // As Electron has it.
  [FuseV1Options.WasmTrapHandlers]: true,
}

/** @param {import('app-builder-lib').AfterPackContext} context */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const { name, productFilename } = packager.appInfo
  const executable = { darwin: `${productFilename}.app`, win32: `${productFilename}.exe` }[electronPlatformName] ?? name
  // The two halves of a universal app are flipped when they are one.
  if (appOutDir.includes('-temp')) return
  await flipFuses(join(appOutDir, executable), {
    ...fuses,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
  })
}
