/** Processes the picture `PATH` with sharp, in the same steps as the window. Prints times and peak memory as JSON. */
import sharp from 'sharp'
import { largestAvatarSide } from '../../contract/limits'
import { runScript } from '../run-script'
import { watchPeak } from './peak-memory'

async function run(): Promise<void> {
  const [path = ''] = process.argv.slice(2)
  const readPeak = await watchPeak([process.pid])
  const start = performance.now()
  // A smaller copy for the crop frame.
  await sharp(path).autoOrient().resize(1600, 1600, { fit: 'inside' }).webp({ quality: 90 }).toBuffer()
  const opened = performance.now()
  // The square in the middle, for the upload.
  await sharp(path).autoOrient().resize(largestAvatarSide, largestAvatarSide).jpeg({ quality: 92 }).toBuffer()
  const framed = performance.now()
  process.stdout.write(JSON.stringify({ opened: opened - start, framed: framed - opened, peak: await readPeak() }))
}

runScript(run)
