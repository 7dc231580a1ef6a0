#!/usr/bin/env bash
# Every linter and type checker; the first finding fails.
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

say ruff "Python, style and security"
$bin/ruff check --quiet .
$bin/ruff format --check --quiet .
say mypy "Python, types"
quietly $bin/mypy
say imports "who may import whom"
quietly $bin/lint-imports
say sqlfluff "SQL"
quietly $bin/sqlfluff lint --disable-progress-bar backend db etl ml
say shellcheck "shell scripts"
$bin/shellcheck infra/*.sh infra/*/*.sh .ci/run
say hadolint "Dockerfile"
$bin/hadolint Dockerfile
say zizmor "GitHub workflow"
$bin/zizmor --offline --quiet .github/workflows
say eslint "TypeScript, style, types and drift from the API"
infra/build_frontend.sh
(cd frontend && npm run --silent lint)
