import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Terms under which what is inside may be given away with the app, its text beside it. */
const fitting = new Set(['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'])
/** Packages that name no licence, and the one in whose words it stands. */
const byText = new Map([['exif-parser', 'Permission is hereby granted, free of charge']])

test.each(['out/main/licences.md', 'out/renderer/licences.md'])('everything in %s may go with the app', (path) => {
  const text = readFileSync(path, 'utf8')
  const parts = [...text.matchAll(/^## (\S+) - (\S+)(?: \((.+)\))?$/gm)]
  expect(parts.length).toBeGreaterThan(10)
  const misfits = parts.filter(([, name = '', , licence]) => {
    const words = byText.get(name)
    return licence ? !fitting.has(licence) : words === undefined || !text.includes(words)
  })
  expect(misfits.map(([heading]) => heading)).toEqual([])
})
