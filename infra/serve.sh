#!/usr/bin/env bash
# Serve what is published.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/python -m backend.check_port
.venv/bin/python -m db.migrate
exec infra/web.sh
