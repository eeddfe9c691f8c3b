/** The longest side of a drawing after it is drawn, in pixels. */
const vectorSide = 2300
/** How far a drawing without a size is looked at, in CSS pixels to the right and down. */
const unsizedArea = 2000
/** In bytes. Drawings that people make are much smaller. */
const largestDrawing = 16 * 1024 * 1024

/**
 * Makes a PNG of an SVG file. A file that is loaded as an image runs no script and loads no other files. As a data: URL, it may
 * also contain HTML, which diagram editors use for labels.
 * @returns null if the browser cannot draw it
 */
export async function rasterise(file: Blob): Promise<Blob | null> {
  if (file.size > largestDrawing) return null
  try {
    const sized = await withSize(file)
    const image = await load(sized)
    const { naturalWidth: width, naturalHeight: height } = image
    const scale = vectorSide / Math.max(width, height)
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await canvas.convertToBlob({ type: 'image/png' })
  } catch {
    return null
  }
}

/** A drawing that names no size is not scaled with its image: it gets the size of what is drawn. */
async function withSize(file: Blob): Promise<Blob> {
  const svg = await textOf(file)
  const [tag = ''] = /<(?:[\w-]+:)?svg\b(?:[^>"']|"[^"]*"|'[^']*')*>/.exec(svg.replace(/<!--[\s\S]*?-->/g, '')) ?? []
  const isLength = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["'][\\d.]+[a-z]*["']`, 'i').test(tag)
  if (/\sviewBox\s*=/.test(tag) || (isLength('width') && isLength('height'))) return file
  const { width, height } = drawnArea(await load(file))
  const attributes = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`
  const sizedTag = tag
    .replace(/\s(?:width|height)\s*=\s*(?:"[^"]*"|'[^']*')/g, '')
    .replace(/svg\b/, (name) => `${name} ${attributes}`)
  // As text, it has another encoding than its first line may say.
  return new Blob([svg.replace(/^\s*<\?xml[^>]*>/, '').replace(tag, () => sizedTag)])
}

/** @returns how far a drawing reaches to the right and down, in CSS pixels. @throws Error for an empty one */
function drawnArea(image: HTMLImageElement): { width: number; height: number } {
  const context = new OffscreenCanvas(unsizedArea, unsizedArea).getContext('2d', { willReadFrequently: true })
  context?.drawImage(image, 0, 0, unsizedArea, unsizedArea)
  const pixels = new Uint32Array(context?.getImageData(0, 0, unsizedArea, unsizedArea).data.buffer ?? [])
  let [width, height] = [0, 0]
  for (let at = 0; at < pixels.length; at += 1) {
    if (pixels[at] === 0) continue
    width = Math.max(width, (at % unsizedArea) + 1)
    height = Math.floor(at / unsizedArea) + 1
  }
  if (width === 0) throw new Error('nothing is drawn')
  return { width, height }
}

/** @throws DOMException for what the browser cannot draw */
async function load(file: Blob): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = await dataUrl(file)
  await image.decode()
  return image
}

async function textOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const encoding = bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

function dataUrl(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(new Blob([file], { type: 'image/svg+xml' }))
  })
}
