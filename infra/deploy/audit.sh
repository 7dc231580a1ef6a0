#!/usr/bin/env bash
# Known faults in the locked packages of both languages. It asks the network's databases, so it is no part of make test.
set -euo pipefail
cd "$(dirname "$0")/../.."
infra/setup.sh dev
.venv/bin/uv tool run --from pip-audit==2.9.0 pip-audit --require-hashes --disable-pip --requirement requirements.txt
cd frontend
npm audit --omit=dev --audit-level=high
