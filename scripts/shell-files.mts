/**
 * Writes the completions and the manual page that the Linux packages install, in out/shell/. Part of the build.
 * SOURCE_DATE_EPOCH sets the date of the page, in seconds since 1970.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { cliCommandGroups, cliCommands } from '../main/command-line/commands'
import { completionScript, manualPage } from '../main/command-line/shell'

const table = { commands: cliCommands, groups: cliCommandGroups }
const seconds = process.env.SOURCE_DATE_EPOCH
const date = (seconds ? new Date(Number(seconds) * 1000) : new Date()).toISOString().slice(0, 10)
const folder = resolve(import.meta.dirname, '../out/shell')
mkdirSync(folder, { recursive: true })
const files = {
  'fleep-settings.bash': completionScript(table, 'bash'),
  '_fleep-settings': completionScript(table, 'zsh'),
  'fleep-settings.fish': completionScript(table, 'fish'),
  'fleep-settings.1': manualPage(table, date),
}
for (const [name, content] of Object.entries(files)) writeFileSync(resolve(folder, name), content)
