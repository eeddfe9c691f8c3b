#!/bin/sh
# Runs after a removal, and during an upgrade: rpm runs it when the new version is already installed. What it is called with
# tells them apart: dpkg gives "remove", "purge", "upgrade" and others, rpm how many versions remain.
set -e
case "$1" in
  remove | purge | 0) ;;
  *) exit 0 ;;
esac

# after-install.sh made this file, so it belongs to no package.
profile='/etc/apparmor.d/${executable}'
if [ -f "$profile" ]; then
  if apparmor_status --enabled >/dev/null 2>&1 && ! ischroot 2>/dev/null; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile"
fi
