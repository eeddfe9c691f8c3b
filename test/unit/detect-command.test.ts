import { expect, test } from 'vitest'
import { detectCommand } from '../../main/command-line/detect-command'

test.each([
  [['app'], null],
  [['electron', '.', '--server=https://fleep.example'], null],
  [['app', '--server', 'localhost'], null],
  [['app', 'fleep-settings://unsubscribe?notification_id=1'], null],
  [['app', '--hidden'], null],
  [
    ['electron', '--no-sandbox', '.', '--user-data-dir=x', 'set', 'name=Liis'],
    ['set', 'name=Liis'],
  ],
  [['app', 'statsu'], ['statsu']],
  [['app', 'Status'], ['Status']],
  [['app', 'sign_in'], ['sign_in']],
  [['app', '--help'], ['help']],
  [['app', '--version'], ['--version']],
  [
    ['app', '--json', '--version'],
    ['--json', '--version'],
  ],
  [
    ['app', '--server=https://fleep.example', 'sign-in', 'ann'],
    ['--server=https://fleep.example', 'sign-in', 'ann'],
  ],
  [
    ['app', '--server', 'fleep.example', 'set', 'name=Liis'],
    ['--server', 'fleep.example', 'set', 'name=Liis'],
  ],
  [
    ['app', '--user-data-dir', 'x', '--json', 'status'],
    ['--json', 'status'],
  ],
  [
    ['app', '--to', 'folder', 'export'],
    ['--to', 'folder', 'export'],
  ],
  [
    ['app', '--sever=fleep.example', 'sign-in', 'ann'],
    ['--sever=fleep.example', 'sign-in', 'ann'],
  ],
  [['app', '--ozone-platform=headless', '--disable-gpu', '--no-sandbox', 'status'], ['status']],
  [['electron', '-r', '/tmp/loader.js', '/home/liis/app', 'status'], ['status']],
  [['app', 'fleep-settings:confirm?id=1', 'set', 'name=Owned'], null],
  [['app', 'Fleep-Settings://confirm', 'profile', 'apply', '\\\\evil\\share\\p.json'], null],
  [['app', '--server=https://fleep.example', 'fleep-settings:confirm?id=1', 'sign-out'], null],
  [['app', 'fleep-settings:confirm?id=1', '--help'], null],
])('in %j, the command is %j', (argv, words) => {
  expect(detectCommand(argv)).toEqual(words)
})
