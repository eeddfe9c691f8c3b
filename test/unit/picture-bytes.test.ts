import { expect, test } from 'vitest'
import { readJpeg, readPng } from '../../renderer/panels/avatar/picture-bytes'
import { quadrants, withChunk } from '../pictures'

test('readPng and readJpeg find data besides the pixels, and a file that is cut off', async () => {
  const png = await quadrants(50, 50).png().toBuffer()
  const jpeg = await quadrants(50, 50).jpeg().toBuffer()
  const progressive = await quadrants(50, 50).jpeg({ progressive: true }).toBuffer()
  const exif = await quadrants(50, 50)
    .withExif({ IFD0: { Artist: 'Liis' } })
    .jpeg()
    .toBuffer()
  const pixelsOnly = { isComplete: true, isBare: true }
  expect([readPng(png), readJpeg(jpeg), readJpeg(progressive)]).toEqual([pixelsOnly, pixelsOnly, pixelsOnly])
  const withExtraData = { isComplete: true, isBare: false }
  const trailing = Buffer.from('extra data')
  expect(readPng(withChunk(png, 'eXIf', Buffer.from('x')))).toEqual(withExtraData)
  expect(readPng(Buffer.concat([png, trailing]))).toEqual(withExtraData)
  expect(readJpeg(exif)).toEqual(withExtraData)
  expect(readJpeg(Buffer.concat([jpeg, trailing]))).toEqual(withExtraData)
  for (const length of [0, 1, 10, jpeg.length - 3]) expect(readJpeg(jpeg.subarray(0, length)).isComplete).toBe(false)
  for (const length of [0, 1, 10, png.length - 3]) expect(readPng(png.subarray(0, length)).isComplete).toBe(false)
})
