#!/usr/bin/env bash
# All tests: `test.sh`, or only some: `test.sh tests/e2e`. Installs what the tests need beside Python and Node.
set -euo pipefail
cd "$(dirname "$0")/.."

install() { # package: with apt where we may, quietly; false where not
    command -v apt-get >/dev/null || return 1
    local as=()
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || return 1
        as=(sudo)
    fi
    echo "Installing $1 for the tests ..."
    "${as[@]}" env DEBIAN_FRONTEND=noninteractive sh -c \
        "{ apt-get install -y -qq '$1' || { apt-get update -qq && apt-get install -y -qq '$1'; }; } >/dev/null 2>&1"
}

if [ -z "${CHROMIUM_PATH:-}" ] && ! command -v chromium >/dev/null; then
    install chromium || .venv/bin/playwright install chromium || echo "No browser: its tests will say so."
fi
command -v curl >/dev/null || install curl || echo "No curl: its tests will say so."
command -v haproxy >/dev/null || install haproxy || echo "No HAProxy: its tests will say so."
docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null || install docker-compose ||
    echo "No Docker Compose: its tests will say so."

compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || install postgresql || echo "No PostgreSQL with TLS: its test will say so."

if [ $# -gt 0 ]; then
    exec .venv/bin/pytest -n 2 "$@"
fi

infra/lint.sh
(cd frontend && npm run --silent test)
exec .venv/bin/pytest -n 2 --durations=40 --durations-min=8
