import { expect, test } from 'vitest'
import { addressesIn } from '../../renderer/panels/people/addresses-in'

test.each([
  ['Marten <marten@meadow.example>; KAI@meadow.example', ['marten@meadow.example', 'KAI@meadow.example']],
  ['"a@b.example","A@B.EXAMPLE"', ['a@b.example']],
  ['Write to täht@täht.example.', ['täht@täht.example']],
  ['mailto:a@b.example', ['a@b.example']],
  ['no address here, and @neither', []],
])('finds in %j the addresses %j', (text, addresses) => {
  expect(addressesIn(text)).toEqual(addresses)
})
