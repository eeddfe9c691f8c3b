import { app, Menu, type MenuItemConstructorOptions, type NativeImage, nativeImage, nativeTheme, Tray } from 'electron'
import type { AppState } from '../../contract'
import { text } from '../core/text'
import type { Picture } from '../features/avatar/picture-cache'
import trayForDark from './icons/tray-for-dark.png?inline'
import trayForLight from './icons/tray-for-light.png?inline'
import trayTemplateLarge from './icons/trayTemplate@2x.png?inline'
import trayTemplate from './icons/trayTemplate.png?inline'
import { type MenuActions, quickActions } from './quick-actions'

/** The icon with its menu, as long as the app runs. */
export class AppTray {
  private readonly tray = new Tray(icon())
  private shown: AppState | undefined
  /** The person's picture, small enough for a menu. */
  private picture: { address: string; image: NativeImage } | undefined

  /** @param showWindow on a click on the icon, and from the menu */
  constructor(
    private readonly actions: MenuActions,
    private readonly showWindow: () => void,
    private readonly readPicture: (address: string) => Promise<Picture | null>,
  ) {
    this.tray.setToolTip(app.name)
    this.tray.on('click', showWindow)
    nativeTheme.on('updated', () => this.tray.setImage(icon()))
  }

  update(state: AppState): void {
    this.shown = state
    const items = quickActions(state, this.actions)
    const address = state.account?.avatar?.[50]
    const [who] = items
    if (who && this.picture?.address === address && this.picture) who.icon = this.picture.image
    else if (address) void this.loadPicture(address)
    const show: MenuItemConstructorOptions = {
      id: 'show',
      label: text('tray.show', { app: app.name }),
      click: this.showWindow,
    }
    const quit: MenuItemConstructorOptions = { id: 'quit', label: text('menu.quit'), click: () => app.quit() }
    this.tray.setContextMenu(Menu.buildFromTemplate([show, ...items, { type: 'separator' }, quit]))
  }

  private async loadPicture(address: string): Promise<void> {
    const picture = await this.readPicture(address)
    if (!picture) return
    const image = nativeImage.createFromBuffer(Buffer.from(picture.bytes)).resize({ width: 18, height: 18 })
    this.picture = { address, image }
    // By now it may be another state, and another person.
    if (this.shown?.account?.avatar?.[50] === address) this.update(this.shown)
  }
}

/** macOS colours a template by itself; elsewhere the desktop says whether it is dark. */
function icon(): NativeImage {
  if (process.platform === 'darwin') {
    const template = nativeImage.createFromDataURL(trayTemplate)
    template.addRepresentation({ scaleFactor: 2, dataURL: trayTemplateLarge })
    template.setTemplateImage(true)
    return template
  }
  return nativeImage.createFromDataURL(nativeTheme.shouldUseDarkColors ? trayForDark : trayForLight)
}
