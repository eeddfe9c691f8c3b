/** `npm run draw-icons`: draws every icon of the app from main/electron/icons/mark.svg. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { root } from './prepare.mjs'

const folder = join(root, 'main/electron/icons')
const mark = readFileSync(join(folder, 'mark.svg'), 'utf8')

/**
 * A tray icon has few pixels, so it shows only the lines, enlarged and in one colour.
 *
 * @param {string} colour
 */
function lines(colour) {
  return mark
    .replace('viewBox="0 0 48 48"', 'viewBox="10 10 28 28"')
    .replace(/<rect[^>]*>/, '')
    .replaceAll('#fff', colour)
    .replace('stroke="#0b6b8f" stroke-width="2.5"', 'stroke="none"')
}

/** The lines in white with a dark outline, for a desktop that does not tell how dark its panel is. */
function outlinedLines() {
  const shapes = (/** @type {string} */ svg) => svg.slice(svg.indexOf('<path'), svg.indexOf('</svg>'))
  const outline = shapes(lines('#1c2026'))
    .replace('stroke-width="2.5"', 'stroke-width="5.5"')
    .replace('stroke="none"', 'stroke="#1c2026" stroke-width="3"')
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="9 9 30 30">'
  return `${svg}${outline}${shapes(lines('#fff'))}</svg>`
}

/**
 * @param {string} name
 * @param {string} svg
 * @param {number} side in pixels
 */
async function draw(name, svg, side) {
  await sharp(Buffer.from(svg), { density: 1200 }).resize(side, side).png().toFile(join(folder, name))
}

await draw('app.png', mark, 512)
// macOS recolours an icon whose name ends in Template.
await draw('trayTemplate.png', lines('#000'), 16)
await draw('trayTemplate@2x.png', lines('#000'), 32)
await draw('tray-outlined.png', outlinedLines(), 32)
await draw('tray-for-light.png', lines('#1c2026'), 32)
await draw('tray-for-dark.png', lines('#fff'), 32)
