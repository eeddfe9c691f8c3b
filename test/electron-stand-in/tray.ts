import type Electron from 'electron'
import { KnownEvents } from './known-events'
import type { Menu } from './menu'
import { NativeImage, nativeImage } from './native-image'
import { requireReady } from './readiness'
import { record } from './record'
import { refuseTheRest } from './refuse'

/** Electron's Tray. A test emits its clicks. */
export class Tray extends KnownEvents implements Pick<Electron.Tray, 'destroy' | 'isDestroyed' | 'setToolTip'> {
  toolTip = ''
  contextMenu: Menu | null = null
  private destroyed = false
  private readonly self: Tray

  /** @throws Error for the path of no picture, as Electron does */
  constructor(public image: NativeImage | string) {
    super('Tray', 'click right-click double-click')
    requireReady('Cannot create Tray before app is ready')
    requirePicture(image)
    this.self = refuseTheRest('Tray', this, () => this.destroyed)
    record.trays.push(this.self)
    // biome-ignore lint/correctness/noConstructorReturn: the proxy refuses calls that the stand-in does not have
    return this.self
  }

  setToolTip(text: string): void {
    this.toolTip = text
  }

  setContextMenu(menu: Menu | null): void {
    this.contextMenu = menu
  }

  setImage(image: NativeImage | string): void {
    requirePicture(image)
    this.image = image
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  destroy(): void {
    record.trays.splice(record.trays.indexOf(this.self), 1)
    this.destroyed = true
  }
}

/** Source: Electron's shell/common/gin_converters/image_converter.cc and shell/browser/api/electron_api_native_image.cc. */
function requirePicture(image: unknown): void {
  if (image instanceof NativeImage) return
  if (typeof image === 'string' && !nativeImage.createFromPath(image).isEmpty()) return
  if (typeof image === 'string') throw new Error(`Failed to load image from path '${image}'`)
  throw new TypeError('Argument must be a file path or a NativeImage')
}
