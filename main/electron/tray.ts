import { app, Menu, type MenuItemConstructorOptions, type NativeImage, nativeImage, nativeTheme, Tray } from 'electron'
import type { AppState } from '../../contract'
import { text } from '../core/text'
import type { Picture } from '../features/avatar/picture-cache'
import trayForDark from './icons/tray-for-dark.png?inline'
import trayForLight from './icons/tray-for-light.png?inline'
import trayOutlined from './icons/tray-outlined.png?inline'
import trayTemplateLarge from './icons/trayTemplate@2x.png?inline'
import trayTemplate from './icons/trayTemplate.png?inline'
import { type MenuActions, quickActions } from './quick-actions'
import { aboutItems, isSignedIn, panelItems, signOutItem } from './window-actions'

/** The side of the account's picture in the menu, in pixels of a usual display. */
const pictureSide = 18

/** The tray icon and its menu, which exist as long as the app runs. */
export class AppTray {
  private readonly tray = new Tray(icon())
  private state: AppState | undefined
  /** The account's picture, small enough for a menu. */
  private picture: { url: string; image: NativeImage } | undefined

  /**
   * @param showWindow called for a click on the icon, and from the menu
   * @param readPicture returns the picture with a local URL; null if there is none
   */
  constructor(
    private readonly actions: MenuActions,
    private readonly showWindow: () => void,
    private readonly readPicture: (localUrl: string) => Promise<Picture | null>,
  ) {
    this.tray.setToolTip(app.name)
    // On macOS, a click opens the menu.
    if (process.platform !== 'darwin') this.tray.on('click', showWindow)
    nativeTheme.on('updated', () => this.tray.setImage(icon()))
  }

  update(state: AppState): void {
    this.state = state
    const items = quickActions(state, this.actions)
    const url = pictureUrl(state)
    const [accountItem] = items
    if (accountItem && this.picture && this.picture.url === url) accountItem.icon = this.picture.image
    else if (url) void this.loadPicture(url)
    const show: MenuItemConstructorOptions = {
      id: 'show',
      label: text('tray.show', { app: app.name }),
      click: this.showWindow,
    }
    const quit: MenuItemConstructorOptions = { id: 'quit', label: text('menu.quit'), click: () => app.quit() }
    const template = [show, ...items, separator, ...windowItems(state, this.actions), separator, quit]
    this.tray.setContextMenu(Menu.buildFromTemplate(template))
  }

  private async loadPicture(url: string): Promise<void> {
    const picture = await this.readPicture(url)
    if (!picture) return
    const image = menuPicture(picture.bytes)
    if (!image) return
    this.picture = { url, image }
    // Meanwhile, another account may have signed in.
    if (this.state && pictureUrl(this.state) === url) this.update(this.state)
  }
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** "Sign out" is not beside "Quit", so that nobody hits it by mistake. */
function windowItems(state: AppState, actions: MenuActions): MenuItemConstructorOptions[] {
  const about = aboutItems(state, app.name, actions)
  if (!isSignedIn(state)) return about
  const open = { id: 'open', label: text('menu.openSettings'), submenu: panelItems(actions) }
  return [open, ...about, separator, signOutItem(actions)]
}

/** The local URL of the account's smallest picture, with sides of 50 pixels. */
function pictureUrl({ account }: AppState): string | undefined {
  return account?.avatar?.[50]
}

/** @returns null for a picture of a type that Electron cannot draw in a menu, which takes PNG and JPEG only */
function menuPicture(bytes: Uint8Array): NativeImage | null {
  const picture = nativeImage.createFromBuffer(Buffer.from(bytes))
  if (picture.isEmpty()) return null
  const resized = (side: number) => picture.resize({ width: side, height: side, quality: 'best' })
  const image = resized(pictureSide)
  // For displays with twice as many pixels.
  image.addRepresentation({ scaleFactor: 2, buffer: resized(2 * pictureSide).toPNG() })
  return image
}

/** macOS colours a template image itself, and Windows tells whether its taskbar is dark. A panel on Linux may be either. */
function icon(): NativeImage {
  if (process.platform === 'darwin') {
    const template = nativeImage.createFromDataURL(trayTemplate)
    template.addRepresentation({ scaleFactor: 2, dataURL: trayTemplateLarge })
    template.setTemplateImage(true)
    return template
  }
  if (process.platform !== 'win32') return nativeImage.createFromDataURL(trayOutlined)
  const isDark = nativeTheme.shouldUseDarkColorsForSystemIntegratedUI
  return nativeImage.createFromDataURL(isDark ? trayForDark : trayForLight)
}
