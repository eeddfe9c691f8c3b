// A window with nothing in it: the shortest start that an Electron app can have.
const { app, BrowserWindow } = require('electron')

app.setPath('userData', app.commandLine.getSwitchValue('user-data-dir'))
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 880, height: 680, show: false })
  window.once('ready-to-show', () => window.show())
  void window.loadURL('data:text/html,<h1>Empty</h1>')
})
