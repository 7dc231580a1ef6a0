#!/usr/bin/env bash
# Build the dashboard into frontend/dist. Repeats nothing while its sources stay the same.
set -euo pipefail
cd "$(dirname "$0")/../frontend"

fail() {
    echo "error: $1" >&2
    exit 2
}

command -v node >/dev/null || fail "Node.js is missing. Install Node.js 20.19 or newer (https://nodejs.org), then run again."
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "Node.js $(node --version) is too old. Install Node.js 20.19 or newer."
command -v npm >/dev/null || fail "npm is missing. Install it beside Node.js (on Debian: apt-get install npm)."

hash_of() {
    find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 cat | cksum
}

locked=$(hash_of package-lock.json)
if [ "$(cat node_modules/.installed 2>/dev/null)" != "$locked" ]; then
    echo "Installing the dashboard's locked packages ..."
    npm ci --silent --no-audit --no-fund
    echo "$locked" >node_modules/.installed
fi
sources=$(hash_of package-lock.json package.json index.html vite.config.ts vite tsconfig*.json src public)
if [ "$(cat dist/.built 2>/dev/null)" != "$sources" ]; then
    echo "Building the dashboard ..."
    if ! output=$(npm run --silent build 2>&1); then
        printf '%s\n' "$output"
        fail "the dashboard could not be built; see above."
    fi
    echo "$sources" >dist/.built
fi
