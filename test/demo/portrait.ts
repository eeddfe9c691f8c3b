import sharp from 'sharp'

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000">
  <defs><linearGradient id="sky" x1="0" x2="1" y2="1"><stop stop-color="#f6c177"/><stop offset="1" stop-color="#31748f"/></linearGradient></defs>
  <rect width="1600" height="1000" fill="url(#sky)"/>
  <path d="M0 760q400-140 800 0t800-40v280H0z" fill="#2a5d6e"/>
  <circle cx="700" cy="430" r="190" fill="#fde8d0"/>
  <path d="M500 430c-30-260 160-300 220-290 190-10 220 170 190 290-30-120-90-190-180-190s-190 70-230 190z" fill="#6b4226"/>
  <path d="M350 1000c20-300 160-360 350-360s330 60 350 360z" fill="#3e5c76"/>
  <circle cx="640" cy="430" r="16" fill="#333"/><circle cx="760" cy="430" r="16" fill="#333"/>
  <path d="M630 510q70 60 140 0" stroke="#a34" stroke-width="12" stroke-linecap="round" fill="none"/>
</svg>`

/** A drawn portrait as a JPEG file. */
export function portrait(): Promise<Buffer> {
  return sharp(Buffer.from(drawing)).jpeg().toBuffer()
}
