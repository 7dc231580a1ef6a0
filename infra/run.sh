#!/usr/bin/env bash
# Load, score, train, then serve.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/python -m backend.check_port
infra/pipeline.sh
exec infra/web.sh
