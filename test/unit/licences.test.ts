import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Licences that allow us to distribute a package with the app, together with the text of the licence. */
const allowed = new Set(['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'])
/** Packages without a licence name, with words from the licence text that they contain. */
const textOfUnnamed = new Map([['exif-parser', 'Permission is hereby granted, free of charge']])

test.each(['out/main/licences.md', 'out/renderer/licences.md'])('every licence in %s allows distribution', (path) => {
  const text = readFileSync(path, 'utf8')
  const entries = [...text.matchAll(/^## (\S+) - (\S+)(?: \((.+)\))?$/gm)]
  expect(entries.length).toBeGreaterThan(10)
  const refused = entries.filter(([, name = '', , licence]) => {
    const words = textOfUnnamed.get(name)
    return licence ? !allowed.has(licence) : words === undefined || !text.includes(words)
  })
  expect(refused.map(([heading]) => heading)).toEqual([])
})
