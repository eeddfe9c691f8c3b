import { expect, test } from 'vitest'
import { detectCommand } from '../../main/command-line/detect-command'
import { readOption } from '../../main/core/read-option'

test.each([
  [['app', '--server=https://fleep.example'], 'https://fleep.example'],
  [['app', '--server', 'https://fleep.example'], 'https://fleep.example'],
  [['app', '--server='], undefined],
  [['app', '--server'], undefined],
  [['app', '--server', '--other'], undefined],
  [['app', '--servers=x', 'server'], undefined],
  [['app'], undefined],
])('of %j, --server is %j', (argv, server) => {
  expect(readOption(argv, 'server')).toBe(server)
})

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
  [['app', '--help'], ['help']],
])('of %j, the command is %j', (argv, words) => {
  expect(detectCommand(argv)).toEqual(words)
})
