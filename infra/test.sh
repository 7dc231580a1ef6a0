#!/usr/bin/env bash
# All tests: `test.sh`, or only some: `test.sh tests/e2e`. Installs the browser where it can.
set -euo pipefail
cd "$(dirname "$0")/.."

install_chromium() {
    if [ -n "${CHROMIUM_PATH:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then
        return 0
    fi
    echo "Installing Chromium for the browser tests ..."
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        apt-get update -qq && apt-get install -y -qq chromium >/dev/null && return 0
    elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then
        sudo apt-get update -qq && sudo apt-get install -y -qq chromium >/dev/null && return 0
    fi
    .venv/bin/playwright install chromium
}

install_chromium || echo "Chromium could not be installed; the browser tests will say so."

if [ $# -gt 0 ]; then
    exec .venv/bin/pytest -n 2 "$@"
fi

infra/lint.sh
(cd frontend && npm run --silent test)
exec .venv/bin/pytest -n 2
