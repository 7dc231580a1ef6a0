#!/usr/bin/env bash
# A Chromium for whatever looks at the pages: the one there is (CHROMIUM_PATH), Debian's, or Playwright's own.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${CHROMIUM_PATH:-}" ] || command -v chromium >/dev/null || infra/apt_install.sh chromium ||
    PLAYWRIGHT_NODEJS_PATH=$(command -v node) .venv/bin/playwright install chromium || {
    echo "No browser: install Chromium, or name one by CHROMIUM_PATH." >&2
    exit 1
}
