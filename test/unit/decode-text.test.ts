import { expect, test } from 'vitest'
import { addAddressesFrom, entered } from '../../renderer/panels/people/entered-addresses'
import { clearPeople } from '../../renderer/panels/people/people-state'

const list = 'Nimi;E-post\r\nTäht;täht@täht.example\r\n'
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16()
const utf16 = Buffer.from(list, 'utf16le')
const mark = Buffer.from([0xff, 0xfe])

test.each([
  ['UTF-8', Buffer.from(list)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${list}`)],
  ['UTF-16 LE', utf16],
  ['UTF-16 BE', swapped(utf16)],
  ['UTF-16 LE with a byte order mark', Buffer.concat([mark, utf16])],
  ['UTF-16 BE with a byte order mark', swapped(Buffer.concat([mark, utf16]))],
  ['Windows-1252', Buffer.from(list, 'latin1')],
])('the addresses of a dropped file in %s are read', async (_encoding, bytes) => {
  clearPeople()
  await addAddressesFrom(new Blob([bytes]))
  // The line without one is the table's header.
  expect(entered.value).toEqual({ addresses: ['täht@täht.example'], linesWithout: 1 })
})

test('lines without an address are counted in all dropped files, until the list is emptied', async () => {
  clearPeople()
  await addAddressesFrom(new Blob(['name\nkai@meadow.example']))
  await addAddressesFrom(new Blob(['name\nMarten\nmarten@meadow.example']))
  expect(entered.value).toEqual({ addresses: ['kai@meadow.example', 'marten@meadow.example'], linesWithout: 3 })
  clearPeople()
  expect(entered.value).toEqual({ addresses: [], linesWithout: 0 })
})
