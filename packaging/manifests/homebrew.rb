cask "fleep-settings" do
  version "@VERSION@"
  sha256 "@SHA256 dmg@"

  url "@URL dmg@"
  name "Fleep Settings"
  desc "Account settings for the messenger Fleep"
  homepage "@HOMEPAGE@"

  # The app offers newer versions itself.
  auto_updates true

  app "Fleep Settings.app"
  binary "#{appdir}/Fleep Settings.app/Contents/MacOS/Fleep Settings", target: "fleep-settings"

  zap trash: [
    "~/Library/Application Support/Fleep Settings",
    "~/Library/Logs/Fleep Settings",
    "~/Library/Preferences/io.fleep.settings.plist",
    "~/Library/Saved Application State/io.fleep.settings.savedState",
  ]
end
