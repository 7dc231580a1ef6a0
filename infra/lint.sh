#!/usr/bin/env bash
# Every linter and type checker; those of the dashboard run beside those of Python.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

say() { printf '%-12s %s\n' "$1" "$2"; }

quietly() { # shows what a command says only when it fails
    local output
    output=$("$@" 2>&1) || {
        printf '%s\n' "$output"
        return 1
    }
}

dashboard() {
    infra/build_frontend.sh
    (cd frontend && npm run --silent lint)
}

said=$(mktemp)
set -m # a process group of its own, to be stopped as one
dashboard >"$said" 2>&1 &
dashboard=$!
set +m
trap 'kill -- "-$dashboard" 2>/dev/null || true; rm -f "$said"' EXIT

say ruff "Python, style and security"
$bin/ruff check --quiet .
$bin/ruff format --check --quiet .
say mypy "Python, types"
quietly $bin/mypy
say imports "who may import whom"
quietly $bin/lint-imports
say sqlfluff "SQL"
quietly $bin/sqlfluff lint --disable-progress-bar backend db etl ml
say openapi "drift of the API's document from its code"
$bin/python -m backend.openapi | diff - frontend/openapi.json >/dev/null || {
    echo "frontend/openapi.json is not what backend/ serves. Run: make types"
    exit 1
}
say shellcheck "shell scripts"
$bin/shellcheck infra/*.sh infra/*/*.sh .ci/run
say hadolint "Dockerfile"
$bin/hadolint Dockerfile
say zizmor "GitHub workflow"
$bin/zizmor --offline --quiet .github/workflows
say eslint "TypeScript, style, types and drift from the API"
finished=0
wait "$dashboard" || finished=$?
cat "$said"
exit "$finished"
