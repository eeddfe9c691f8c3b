#!/bin/sh
# Runs after an installation or an upgrade. It does what depends on the computer's kernel.
set -e
app='/opt/${sanitizedProductName}'

# Chromium's sandbox needs user namespaces. If the kernel gives ordinary users none, its helper has to run as root.
if [ -e "$app/chrome-sandbox" ]; then
  if setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user true 2>/dev/null; then
    chmod 0755 "$app/chrome-sandbox"
  else
    chmod 4755 "$app/chrome-sandbox"
  fi
fi

# Ubuntu allows user namespaces only to programs that have an AppArmor profile. An AppArmor that cannot read this profile
# is older than that rule.
profile="$app/resources/apparmor-profile"
if apparmor_status --enabled >/dev/null 2>&1 && apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
  cp -f "$profile" '/etc/apparmor.d/${executable}'
  # In a chroot, the running kernel is that of another system.
  if ! ischroot 2>/dev/null; then
    apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' ||
      echo 'The AppArmor profile was not loaded. It is loaded at the next start of the computer.' >&2
  fi
fi
