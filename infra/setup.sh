#!/usr/bin/env bash
# Make .venv with the locked packages: `setup.sh run`, `setup.sh dev`, or the extra `setup.sh spark`. Repeats nothing that is done.
set -euo pipefail
cd "$(dirname "$0")/.."

UV_VERSION=0.13.9
mode=${1:-run}
python=${PYTHON:-python3}

fail() {
    echo "error: $1" >&2
    exit 2
}

command -v "$python" >/dev/null || fail "Python is missing. Install Python 3.11 or newer."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$python" --version) is too old. Install Python 3.11 or newer, or name one: make PYTHON=python3.12 ..."

lock=requirements.txt
[ "$mode" = run ] || lock=requirements-$mode.txt
wanted=$("$python" -c 'import hashlib, sys; print(hashlib.sha256(b"".join(open(f, "rb").read() for f in sys.argv[1:])).hexdigest())' "$lock" infra/setup.sh)
stamp=".venv/$mode.installed"
if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

make_venv() {
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv .venv
        return
    fi
    # Debian ships venv's installer as a package of its own.
    echo "Python's venv module is incomplete; installing python3-venv ..."
    if command -v apt-get >/dev/null; then
        if [ "$(id -u)" = 0 ]; then
            apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
        elif command -v sudo >/dev/null; then
            sudo apt-get update -qq && sudo apt-get install -y -qq python3-venv >/dev/null
        fi
    fi
    "$python" -c 'import ensurepip' 2>/dev/null ||
        fail "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"
    "$python" -m venv .venv
}

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then # not there yet, or left half-made
    rm -rf .venv
    make_venv
fi
if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$UV_VERSION" ]; then
    echo "Setting up .venv ..."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION" 2> >(grep -v '^WARNING' >&2 || true)
fi
echo "Installing the locked packages ($lock) ..."
.venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r "$lock"
# The folders of this checkout are importable from every script, wherever it is started.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd >"$site/sales_dashboard.pth"
echo "$wanted" >"$stamp"

