#!/usr/bin/env bash
# Install Debian packages quietly, where we may: `apt_install.sh PACKAGE...`; false where not.
set -euo pipefail
command -v apt-get >/dev/null || exit 1
as=()
if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || exit 1
    as=(sudo)
fi
echo "Installing $* for the tests ..."
# shellcheck disable=SC2016  # the inner shell expands it
"${as[@]}" env DEBIAN_FRONTEND=noninteractive sh -c \
    '{ apt-get install -y -qq "$@" || { apt-get update -qq && apt-get install -y -qq "$@"; }; } >/dev/null 2>&1' sh "$@"
