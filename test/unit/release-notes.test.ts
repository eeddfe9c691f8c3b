import { expect, test } from 'vitest'
import { readReleaseNotes } from '../../main/features/updates/release-notes'

test.each([
  ['Better.', 'Better.'],
  [
    [
      { version: '2.0.0', note: 'Better.' },
      { version: '1.1.0', note: null },
    ],
    '2.0.0: Better.\n1.1.0: ',
  ],
  [null, ''],
  [undefined, ''],
  [{ note: 'an object' }, ''],
  [7, ''],
  [[null, 7, 'text', { version: 7 }, { version: '2.0.0', note: { a: 1 } }], ''],
  ['x'.repeat(1_000_000), 'x'.repeat(20_000)],
])('release notes of the form %j are read', (sent, expected) => {
  expect(readReleaseNotes(sent)).toBe(expected)
})
