import { expect, test } from 'vitest'
import { readOption } from '../../main/shell/command-line'

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
