import type Electron from 'electron'
import { KnownEvents } from './known-events'
import { withReadiness } from './readiness'
import { record } from './record'
import { refuseTheRest } from './refuse'

/** The colours of the apps' windows. A test changes them with `standIn.setDark()`. */
class NativeTheme extends KnownEvents {
  shouldUseDarkColors = false

  constructor() {
    super('nativeTheme', 'updated')
  }

  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.shouldUseDarkColors
  }
}

const theme = new NativeTheme()

export const nativeTheme = refuseTheRest('nativeTheme', theme)

/** As if the user chose dark or light colours on the desktop. */
export function setDark(isDark: boolean): void {
  theme.shouldUseDarkColors = isDark
  theme.emit('updated', {})
}

/** The accent colour is `standIn.accent`. A test emits the change event itself. */
class SystemPreferences extends KnownEvents implements Pick<Electron.SystemPreferences, 'getAccentColor'> {
  constructor() {
    super('systemPreferences', 'accent-color-changed')
  }

  getAccentColor(): string {
    return record.accent
  }
}

export const systemPreferences = refuseTheRest('systemPreferences', new SystemPreferences())

/** A test emits `resume` itself. */
export class PowerMonitor extends KnownEvents {
  constructor() {
    super('powerMonitor', 'suspend resume')
  }
}

/** A single display, with a panel above the windows. */
export const displays = [
  {
    id: 1,
    bounds: { x: 0, y: 0, width: 1920, height: 1080 },
    workArea: { x: 0, y: 40, width: 1920, height: 1040 },
    size: { width: 1920, height: 1080 },
    workAreaSize: { width: 1920, height: 1040 },
    scaleFactor: 1,
    rotation: 0,
    internal: false,
    nativeOrigin: { x: 0, y: 0 },
    maximumCursorSize: { width: 0, height: 0 },
    touchSupport: 'unknown',
    accelerometerSupport: 'unknown',
    monochrome: false,
    colorDepth: 24,
    depthPerComponent: 8,
    displayFrequency: 60,
    label: '',
    detected: true,
    colorSpace: '',
  },
] as Electron.Display[]

const screens = refuseTheRest('screen', {
  getAllDisplays: () => structuredClone(displays),
  getPrimaryDisplay: () => structuredClone(displays[0]),
} as Pick<Electron.Screen, 'getAllDisplays' | 'getPrimaryDisplay'>)

export const screen = withReadiness(screens, "The 'screen' module can't be used before the app 'ready' event")
