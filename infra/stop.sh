#!/usr/bin/env bash
# Stop this data folder's web server, worker and embedded PostgreSQL, each by its own process id.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -x .venv/bin/python ] || {
    echo "Nothing is running: .venv is not there yet."
    exit 0
}
exec .venv/bin/python -m db.stop
