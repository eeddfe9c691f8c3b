; What the app writes into the user's registry while it runs, which the uninstaller does not know. An update, which also
; uninstalls the previous version, keeps it. Sources: Electron's shell/browser/browser_win.cc (the protocol of links, the start
; at login by the id of the app) and shell/browser/notifications/win/windows_toast_activator.cc.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegKey HKCU "Software\Classes\fleep-settings"
    DeleteRegKey HKCU "Software\Classes\CLSID\{8B9F6C54-3D0E-4C7E-9E57-5B1F0E2A7C31}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "io.fleep.settings"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "io.fleep.settings"
  ${endIf}
!macroend
