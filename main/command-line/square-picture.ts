import { createJimp } from '@jimp/core'
import jpeg from '@jimp/js-jpeg'
import png from '@jimp/js-png'
import * as crop from '@jimp/plugin-crop'
import * as resize from '@jimp/plugin-resize'
import { imageSize } from 'image-size'
import type { CommandInput } from '../../contract'
import { largestAvatarSide, maxPicturePixels } from '../../contract/limits'
import { Failure } from '../core/failure'
import { text } from '../core/text'

const Jimp = createJimp({ formats: [jpeg, png], plugins: [crop.methods, resize.methods] })

/**
 * Cuts the square in the middle out of a picture and encodes it again, so that it has no metadata such as the location.
 *
 * @param bytes of a JPEG or PNG; its EXIF orientation is applied
 * @throws Failure `invalid-input` for anything else
 */
export async function squarePicture(bytes: Uint8Array): Promise<CommandInput<'avatar.upload'>> {
  const notAPicture = () => new Failure('invalid-input', text('cli.notJpegOrPng'))
  let size: ReturnType<typeof imageSize>
  try {
    size = imageSize(bytes)
  } catch {
    throw notAPicture()
  }
  if (!['jpg', 'png'].includes(size.type ?? '')) throw notAPicture()
  if (size.width * size.height > maxPicturePixels) throw new Failure('invalid-input', text('cli.tooManyPixels'))
  try {
    const image = await Jimp.fromBuffer(Buffer.from(bytes))
    const side = Math.min(image.width, image.height)
    const square = image.crop({
      x: Math.floor((image.width - side) / 2),
      y: Math.floor((image.height - side) / 2),
      w: side,
      h: side,
    })
    if (side > largestAvatarSide) square.resize({ w: largestAvatarSide, h: largestAvatarSide })
    const type = size.type === 'png' ? 'image/png' : 'image/jpeg'
    return { type, bytes: new Uint8Array(await square.getBuffer(type)) }
  } catch {
    throw notAPicture()
  }
}
