import { expect, test } from 'vitest'
import { readOption } from '../../main/core/read-option'

test.each([
  [['app', '--server=https://fleep.example'], 'https://fleep.example'],
  [['app', '--server', 'https://fleep.example'], 'https://fleep.example'],
  [['app', '--server='], undefined],
  [['app', '--server'], undefined],
  [['app', '--server', '--other'], undefined],
  [['app', '--servers=x', 'server'], undefined],
  [['app'], undefined],
  [['app', '--server=first', '--server=last'], 'last'],
  [['app', '--', '--server=x'], undefined],
  [['app', 'fleep-settings:confirm?id=1', '--server=https://evil.example'], undefined],
  [
    ['app', '--server=https://fleep.example', 'FLEEP-SETTINGS:x', '--server=https://evil.example'],
    'https://fleep.example',
  ],
])('in %j, --server is %j', (argv, server) => {
  expect(readOption(argv, 'server')).toBe(server)
})
