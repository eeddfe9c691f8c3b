// The least that a window can be: what every app of this kind has to wait for.
const { app, BrowserWindow } = require('electron')

app.setPath('userData', app.commandLine.getSwitchValue('user-data-dir'))
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 880, height: 680, show: false })
  window.once('ready-to-show', () => window.show())
  void window.loadURL('data:text/html,<h1>Empty</h1>')
})
