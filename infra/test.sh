#!/usr/bin/env bash
# All tests: `test.sh`, or only some: `test.sh tests/e2e`. Installs what the tests need beside Python and Node.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONDONTWRITEBYTECODE= # pytest keeps the tests as it has rewritten them, and collects in half the time

infra/browser.sh || echo "Its tests will say so."
command -v curl >/dev/null || infra/apt_install.sh curl || echo "No curl: its tests will say so."
command -v haproxy >/dev/null || infra/apt_install.sh haproxy || echo "No HAProxy: its tests will say so."
docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null || infra/apt_install.sh docker-compose ||
    echo "No Docker Compose: its tests will say so."

compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || infra/apt_install.sh postgresql || echo "No PostgreSQL with TLS: its test will say so."

if [ $# -gt 0 ]; then
    exec .venv/bin/pytest -n 2 "$@"
fi

# The linters take what the tests leave of the processors, and are heard last.
said=$(mktemp)
set -m # a process group of its own, to be stopped as one
nice infra/lint.sh >"$said" 2>&1 &
lint=$!
set +m
trap 'kill -- "-$lint" 2>/dev/null || true; rm -f "$said"' EXIT
(cd frontend && npm run --silent test)
failed=0
# Three, as a test often waits for something.
.venv/bin/pytest -n 3 --durations=40 --durations-min=8 || failed=$?
wait "$lint" || failed=$?
cat "$said"
exit "$failed"
