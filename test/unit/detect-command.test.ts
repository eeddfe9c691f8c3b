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
  [['app', '--help'], ['help']],
])('in %j, the command is %j', (argv, words) => {
  expect(detectCommand(argv)).toEqual(words)
})
