#!/usr/bin/env bash
# Make .venv/audit with the locked scanners, apart from the program's own packages. Repeats nothing that is done.
set -euo pipefail
cd "$(dirname "$0")/.."
stamp=.venv/audit/installed
if ! cmp --silent requirements-audit.txt "$stamp"; then
    echo "Installing the scanners (requirements-audit.txt) ..."
    .venv/bin/uv venv --quiet --clear --python .venv/bin/python .venv/audit
    .venv/bin/uv pip install --quiet --python .venv/audit/bin/python --require-hashes -r requirements-audit.txt
    cp requirements-audit.txt "$stamp"
fi
