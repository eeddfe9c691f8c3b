/**
 * The names of the commands, in the order of docs/command-line.schema.json. This file imports nothing, because it is loaded
 * at every start of the app, also when that opens the window. `commands/` declares what each command does.
 */
export const commandNames = [
  'status',
  'about',
  'get',
  'set',
  'change-password',
  'reset-password request',
  'reset-password finish',
  'sign-up request',
  'sign-up finish',
  'addresses list',
  'addresses add',
  'addresses confirm',
  'addresses remove',
  'addresses primary',
  'client-settings list',
  'client-settings get',
  'client-settings set',
  'client-settings unset',
  'link show',
  'link follow',
  'smtp list',
  'smtp add',
  'smtp change',
  'smtp remove',
  'smtp default',
  'smtp check',
  'smtp test',
  'avatar upload',
  'avatar remove',
  'export',
  'boards list',
  'boards pins',
  'boards tasks',
  'lookup',
  'profile save',
  'profile apply',
  'sign-in',
  'sign-out',
  'doctor',
  'completions',
  'version',
] as const

export type CliCommandName = (typeof commandNames)[number]

type FirstOfTwoWords<Name> = Name extends `${infer First} ${string}` ? First : never

/** The first word of a command that has two. */
export type CliCommandGroup = FirstOfTwoWords<CliCommandName>
