#!/usr/bin/env bash
# Every linter and type checker; the first finding fails.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

say() { printf '%-12s %s\n' "$1" "$2"; }

say ruff "Python, style and security"
$bin/ruff check --quiet .
$bin/ruff format --check --quiet .
say mypy "Python, types"
$bin/mypy
say imports "who may import whom"
$bin/lint-imports >/dev/null || $bin/lint-imports
say sqlfluff "SQL"
$bin/sqlfluff lint --disable-progress-bar --nofail --format github-annotation-native backend db etl ml >/dev/null
$bin/sqlfluff lint --disable-progress-bar backend db etl ml >/tmp/sqlfluff.$$ 2>&1 || {
    cat /tmp/sqlfluff.$$
    rm -f /tmp/sqlfluff.$$
    exit 1
}
rm -f /tmp/sqlfluff.$$
say shellcheck "shell scripts"
$bin/shellcheck infra/*.sh .ci/run
say hadolint "Dockerfile"
$bin/hadolint Dockerfile
say zizmor "GitHub workflow"
$bin/zizmor --offline --quiet .github/workflows
say eslint "TypeScript, style, types and drift from the API"
infra/build_frontend.sh
(cd frontend && npm run --silent lint)
