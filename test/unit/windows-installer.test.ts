import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { appScheme } from '../../main/core/app-scheme'

const { nsis, appId } = parse(readFileSync('electron-builder.yml', 'utf8'))

// The uninstaller itself runs on Windows only: it was read, and its names are compared with those that the app uses.
test('the Windows uninstaller removes the keys that the app writes, and keeps them in an update', () => {
  expect(existsSync(nsis.include)).toBe(true)
  const script = readFileSync(nsis.include, 'utf8')
  const entry = readFileSync('main/electron/entry.ts', 'utf8')
  const activator = /toastActivator = '(\{[0-9A-F-]+\})'/.exec(entry)?.[1]
  expect(entry).toContain(`appUserModelId = '${appId}'`)
  const removed = script.split('\n').filter((line) => line.trim().startsWith('Delete'))
  expect(removed.map((line) => line.trim().replace(/^\w+ HKCU /, ''))).toEqual([
    `"Software\\Classes\\${appScheme}"`,
    `"Software\\Microsoft\\Windows\\CurrentVersion\\Run" "${appId}"`,
    `"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\StartupApproved\\Run" "${appId}"`,
    `"Software\\Classes\\AppUserModelId\\${appId}"`,
    `"Software\\Classes\\CLSID\\${activator}"`,
  ])
  expect(script.replace(/^;.*$/gm, '').trim()).toMatch(
    /^!macro customUnInstall\n {2}\$\{ifNot\} \$\{isUpdated\}[\s\S]*\$\{endIf\}\n!macroend$/,
  )
  // electron-builder inserts the macro, and has the test for an update before it.
  const template = readFileSync('node_modules/app-builder-lib/templates/nsis/uninstaller.nsh', 'utf8')
  expect(template).toContain('!insertmacro customUnInstall\n')
})
