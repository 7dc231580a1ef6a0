#!/usr/bin/env bash
# What `make infra-test` needs beside the tests' own: the locked scanners in .venv/audit, apart from the program's
# packages, and what makes a clean Debian and an image. Repeats nothing that is done.
set -euo pipefail
cd "$(dirname "$0")/.."
stamp=.venv/audit/installed
if ! cmp --silent requirements-audit.txt "$stamp"; then
    echo "Installing the scanners (requirements-audit.txt) ..."
    .venv/bin/uv venv --quiet --clear --python .venv/bin/python .venv/audit
    .venv/bin/uv pip install --quiet --python .venv/audit/bin/python --require-hashes -r requirements-audit.txt
    cp requirements-audit.txt "$stamp"
fi
for program in haproxy docker-compose mmdebstrap buildah; do
    command -v "$program" >/dev/null || infra/apt_install.sh "$program" || echo "No $program: its tests will say so."
done
