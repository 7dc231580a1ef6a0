#!/usr/bin/env bash
# The web server in front, and a worker; without sign-in it serves this machine alone.
set -euo pipefail
cd "$(dirname "$0")/.."
export AUTH=${AUTH:-off} LOG_LEVEL=${LOG_LEVEL:-warning}
if [ "$AUTH" = off ]; then export HOST=127.0.0.1; fi
echo "The dashboard is at http://localhost:${PORT:-5000} (API: /api/docs). Ctrl-C stops it."
# The worker does what the pages ask for (imports, going back). It ends by itself when this process does, which stays
# the same one when it becomes the web server.
ENDS_WITH_PARENT=$$ .venv/bin/python -m db.worker &
exec .venv/bin/gunicorn --config backend/gunicorn_config.py 'backend.app:create_app()'
