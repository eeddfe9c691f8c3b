import { expect, test } from 'vitest'
import { portWarning } from '../../renderer/panels/smtp/port-and-encryption'

test('a port that does not fit the encryption gives a warning', () => {
  expect(portWarning(465, 'starttls')).toBe('smtp.port465')
  expect(portWarning(465, 'none')).toBe('smtp.port465')
  expect(portWarning(587, 'tls')).toBe('smtp.port587')
  for (const [port, encryption] of [
    [465, 'tls'],
    [587, 'starttls'],
    [2525, 'starttls'],
    [25, 'none'],
  ] as const) {
    expect(portWarning(port, encryption)).toBeUndefined()
  }
})
