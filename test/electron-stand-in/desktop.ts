import { EventEmitter } from 'node:events'
import type Electron from 'electron'
import { refuseTheRest } from './refuse'
import { record } from './shell-surfaces'

/** What is recorded of a picture: where it came from. */
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
  createFromBuffer: (buffer: Buffer) => new NativeImage('', buffer.length),
  createEmpty: () => new NativeImage('', 0),
})

class NativeTheme extends EventEmitter {
  shouldUseDarkColors = false
}

export const nativeTheme = refuseTheRest('nativeTheme', new NativeTheme())

/** The person's colour; `standIn.accent` says which, and what was changed is told as by the desktop. */
class SystemPreferences extends EventEmitter implements Pick<Electron.SystemPreferences, 'getAccentColor'> {
  getAccentColor(): string {
    return record.accent
  }
}

export const systemPreferences = refuseTheRest('systemPreferences', new SystemPreferences())

/** One display, as most computers have. */
export const screen = refuseTheRest('screen', {
  getAllDisplays: () => [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
} as unknown as Pick<Electron.Screen, 'getAllDisplays'>)
