#!/usr/bin/env bash
# Vite on port 3000 with the API on port 5000 behind it; both reload when a file changes.
set -euo pipefail
cd "$(dirname "$0")/.."
infra/build_frontend.sh
export LOG_LEVEL=${LOG_LEVEL:-warning} AUTH=off HOST=127.0.0.1 API_PORT="${PORT:-5000}"
.venv/bin/python -m backend.check_port
.venv/bin/python -m db.migrate
.venv/bin/gunicorn --reload --workers 1 --config backend/gunicorn_config.py 'backend.app:create_app()' &
api=$!
trap 'kill "$api" 2>/dev/null || true' EXIT
cd frontend
npm run dev
