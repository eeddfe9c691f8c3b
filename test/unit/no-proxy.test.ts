import { expect, test } from 'vitest'
import { isExcluded, isOnThisComputer } from '../../main/http/no-proxy'

test.each([
  ['*', 'fleep.io', 443, true],
  [' * ', '[2001:db8::1]', 443, true],
  ['a.example,*', 'fleep.io', 443, true],
  ['', 'fleep.io', 443, false],
  [',, ,', 'fleep.io', 443, false],
  ['fleep.io', 'fleep.io', 443, true],
  ['FLEEP.io.', 'fleep.io', 443, true],
  ['fleep.io', 'a.fleep.io', 443, true],
  ['.fleep.io', 'fleep.io', 443, true],
  ['.fleep.io', 'a.fleep.io', 443, true],
  ['*.fleep.io', 'a.b.fleep.io', 443, true],
  ['fleep.io', 'notfleep.io', 443, false],
  ['leep.io', 'fleep.io', 443, false],
  ['fleep', 'fleep.io', 443, false],
  ['a.example fleep.io', 'fleep.io', 443, true],
  ['a.example\tfleep.io', 'fleep.io', 443, true],
  ['fleep.io:443', 'fleep.io', 443, true],
  ['fleep.io:8443', 'fleep.io', 443, false],
  ['.fleep.io:8443', 'a.fleep.io', 8443, true],
  ['*:8443', 'fleep.io', 8443, false],
  ['münchen.example', 'xn--mnchen-3ya.example', 443, true],
  ['10.1.2.3', '10.1.2.3', 443, true],
  ['10.1.2.3:80', '10.1.2.3', 443, false],
  ['10.0.0.0/8', '10.255.1.2', 443, true],
  ['10.0.0.0/8', '11.0.0.1', 443, false],
  ['10.0.0.0/33', '10.0.0.1', 443, false],
  ['10.0.0.0/8', 'ten.example', 443, false],
  ['0.0.0.0/0', '198.51.100.7', 443, true],
  ['192.168.1.64/26', '192.168.1.100', 443, true],
  ['192.168.1.64/26', '192.168.1.128', 443, false],
  ['2001:db8::1', '[2001:db8::1]', 443, true],
  ['2001:DB8:0:0::1', '[2001:db8::1]', 443, true],
  ['[2001:db8::1]', '[2001:db8::1]', 443, true],
  ['[2001:db8::1]:8443', '[2001:db8::1]', 8443, true],
  ['[2001:db8::1]:8443', '[2001:db8::1]', 443, false],
  ['2001:db8::/32', '[2001:db8:1::2]', 443, true],
  ['[2001:db8::]/32', '[2001:db8:1::2]', 443, true],
  ['2001:db8::/32', '[2001:db9::1]', 443, false],
  ['10.0.0.0/8', '[2001:db8::1]', 443, false],
  ['http://fleep.io', 'fleep.io', 443, false],
  ['/8', '10.0.0.1', 443, false],
  ['%zz', 'fleep.io', 443, false],
])('NO_PROXY="%s" and the server %s:%d: %s', (noProxy, hostname, port, expected) => {
  expect(isExcluded(hostname, port, noProxy)).toBe(expected)
})

test.each(['localhost', 'LOCALHOST', 'a.localhost', '127.0.0.1', '127.8.9.10', '[::1]'])(
  '%s is on this computer',
  (hostname) => {
    expect(isOnThisComputer(hostname)).toBe(true)
  },
)

test.each(['localhost.example', 'notlocalhost', '128.0.0.1', '[::2]', '127.0.0.1.example'])(
  '%s is not on this computer',
  (hostname) => {
    expect(isOnThisComputer(hostname)).toBe(false)
  },
)
