import { EventEmitter } from 'node:events'
import type Electron from 'electron'
import { withReadiness } from './readiness'
import { refuseTheRest } from './refuse'
import { record } from './shell-surfaces'

/** Keeps only the data of a picture and its scale factors. */
class NativeImage {
  isTemplate = false
  readonly scales: number[] = [1]

  constructor(
    readonly dataUrl: string,
    readonly byteLength: number,
  ) {}

  addRepresentation({ scaleFactor = 1 }: Electron.AddRepresentationOptions): void {
    this.scales.push(scaleFactor)
  }

  setTemplateImage(isTemplate: boolean): void {
    this.isTemplate = isTemplate
  }

  isEmpty(): boolean {
    return this.byteLength === 0
  }

  resize(): NativeImage {
    return this
  }
}

export const nativeImage = refuseTheRest('nativeImage', {
  createFromDataURL: (url: string) => new NativeImage(url, url.length),
  createFromBuffer: (buffer: Buffer) => new NativeImage('', isPngOrJpeg(buffer) ? buffer.length : 0),
  createEmpty: () => new NativeImage('', 0),
})

/** Electron decodes no other format; the image is then empty. Source: Electron's shell/common/skia_util.cc. */
function isPngOrJpeg(buffer: Buffer): boolean {
  return buffer.subarray(1, 4).toString('latin1') === 'PNG' || buffer.subarray(0, 2).toString('hex') === 'ffd8'
}

class NativeTheme extends EventEmitter {
  shouldUseDarkColors = false
}

export const nativeTheme = refuseTheRest('nativeTheme', new NativeTheme())

/** The accent colour is `standIn.accent`. A test emits the change event itself. */
class SystemPreferences extends EventEmitter implements Pick<Electron.SystemPreferences, 'getAccentColor'> {
  getAccentColor(): string {
    return record.accent
  }
}

export const systemPreferences = refuseTheRest('systemPreferences', new SystemPreferences())

/** A test emits `resume` itself. */
export class PowerMonitor extends EventEmitter {
  constructor(private readonly app: Pick<Electron.App, 'isReady'>) {
    super()
  }

  override on(event: string, listener: (...args: unknown[]) => void): this {
    if (!this.app.isReady()) throw new Error('powerMonitor is used before the app is ready')
    return super.on(event, listener)
  }
}

/** A single display. */
const displays = refuseTheRest('screen', {
  getAllDisplays: () => [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
} as unknown as Pick<Electron.Screen, 'getAllDisplays'>)

export const screen = withReadiness(displays, "The 'screen' module can't be used before the app 'ready' event")
