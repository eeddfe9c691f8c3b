/** A process of its own that does with sharp what the window does with a picture: `PATH`. Prints what it took, as JSON. */
import sharp from 'sharp'
import { largestAvatarSide } from '../../contract/limits'
import { runScript } from '../run-script'
import { watchPeak } from './peak-memory'

async function run(): Promise<void> {
  const [path = ''] = process.argv.slice(2)
  const peak = await watchPeak([process.pid])
  const start = performance.now()
  // To be framed: a smaller copy.
  await sharp(path).autoOrient().resize(1600, 1600, { fit: 'inside' }).webp({ quality: 90 }).toBuffer()
  const opened = performance.now()
  // To be sent: the square in its middle.
  await sharp(path).autoOrient().resize(largestAvatarSide, largestAvatarSide).jpeg({ quality: 92 }).toBuffer()
  const framed = performance.now()
  process.stdout.write(JSON.stringify({ opened: opened - start, framed: framed - opened, peak: await peak() }))
}

runScript(run)
