import { expect, test } from 'vitest'
import { fleepAddressIn, fleepIdOf } from '../../contract/fleep-id'

test.each([
  ['https://fleep.io', 'liis@fleep.io'],
  ['https://fleep.example', 'liis@fleep.example'],
  ['https://fleep.example:8443', 'liis@fleep.example'],
  ['http://127.0.0.1:8099', 'liis@127.0.0.1'],
  ['http://[::1]:8099', 'liis@[::1]'],
])('the domain of a Fleep ID at %s is the server’s host name', (server, fleepId) => {
  expect(fleepIdOf('liis', server)).toBe(fleepId)
})

test.each([
  ['liis', 'https://fleep.io', 'liis'],
  [' liis@fleep.io ', 'https://fleep.io', 'liis'],
  ['Liis@FLEEP.io', 'https://fleep.io', 'Liis'],
  ['liis@fleep.example', 'https://fleep.example', 'liis'],
  ['liis@elsewhere.example', 'https://fleep.io', 'liis@elsewhere.example'],
])('the Fleep address in %j at %s is %j', (typed, server, address) => {
  expect(fleepAddressIn(typed, server)).toBe(address)
})
