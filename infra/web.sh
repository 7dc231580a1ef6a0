#!/usr/bin/env bash
# The web server in front; without sign-in it serves this machine alone.
set -euo pipefail
cd "$(dirname "$0")/.."
export AUTH=${AUTH:-off} LOG_LEVEL=${LOG_LEVEL:-warning}
if [ "$AUTH" = off ]; then export HOST=127.0.0.1; fi
echo "The dashboard is at http://localhost:${PORT:-5000} (API: /api/docs). Ctrl-C stops it."
exec .venv/bin/gunicorn --config backend/gunicorn_config.py 'backend.app:create_app()'
