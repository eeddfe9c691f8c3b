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
])('in %j, --server is %j', (argv, server) => {
  expect(readOption(argv, 'server')).toBe(server)
})
