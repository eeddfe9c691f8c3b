/**
 * Sets Electron's fuses, which switch off what the packaged app does not need. electron-builder runs this after packing
 * and before signing. A fuse that is missing here ends the build.
 */
import { join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'

/** @type {import('@electron/fuses').FuseConfig} */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // No plain Node and no debugger: with them, any program that can start the app could read its keychain items.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // The page has no cookies. With this fuse, Chromium could ask the keychain for a key of its own when the app starts.
  [FuseV1Options.EnableCookieEncryption]: false,
  // Only the packed code runs, and only unchanged where the system can check it.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // The app ships no V8 snapshot.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The pages are served from app://, not file://.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // Electron's default.
  [FuseV1Options.WasmTrapHandlers]: true,
}

/** @param {import('electron-builder').AfterPackContext} context */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const { name, productFilename } = packager.appInfo
  const executable = { darwin: `${productFilename}.app`, win32: `${productFilename}.exe` }[electronPlatformName] ?? name
  // The two halves of a universal app are merged first; this runs again for the merged app.
  if (appOutDir.includes('-temp')) return
  await flipFuses(join(appOutDir, executable), {
    ...fuses,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
  })
}
