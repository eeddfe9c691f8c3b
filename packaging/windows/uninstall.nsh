; Included by electron-builder's uninstaller. The app writes these keys itself, so the installer does not know them. An update runs
; the uninstaller of the previous version too, and keeps them. The names are those of main/electron/entry.ts and
; main/core/app-scheme.ts. Sources: Electron's SetAsDefaultProtocolClient and SetLoginItemSettings (shell/browser/browser_win.cc), and
; shell/browser/notifications/win/windows_toast_activator.cc.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegKey HKCU "Software\Classes\fleep-settings"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "io.fleep.settings"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "io.fleep.settings"
    DeleteRegKey HKCU "Software\Classes\AppUserModelId\io.fleep.settings"
    DeleteRegKey HKCU "Software\Classes\CLSID\{8B9F6C54-3D0E-4C7E-9E57-5B1F0E2A7C31}"
  ${endIf}
!macroend
