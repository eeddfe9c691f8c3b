import { expect, test } from 'vitest'
import { parseAutoconfig } from '../../main/mail/autoconfig-file'
import { parseMailAddress } from '../../main/mail/mail-address'
import { decodeXml } from '../../main/mail/xml-text'
import { autoconfigFiles } from './autoconfig-files'

const liis = parseMailAddress('liis@meadow.example') ?? { whole: '', local: '', domain: '' }

test.each(autoconfigFiles)(
  'of the autoconfig file with $name, the right thing is suggested',
  ({ bytes, contentType, address, expected }) => {
    const person = address === undefined ? liis : parseMailAddress(address)
    if (!person) throw new Error('no address')
    const suggest = () => parseAutoconfig(person, decodeXml(bytes, contentType))
    if (expected === 'refused') expect(suggest).toThrow()
    else if (expected === null) expect(suggest()).toBeNull()
    else expect(suggest()).toMatchObject(expected)
  },
)

test('there are many files', () => {
  expect(autoconfigFiles.length).toBeGreaterThan(40)
})
