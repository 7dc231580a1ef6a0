#!/usr/bin/env bash
# The tests on a Spark cluster of this machine. Installs the extra (about 500 MB) once, into .venv.
set -euo pipefail
cd "$(dirname "$0")/.."

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
found=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1) || true
if [ "${found:-0}" -lt 17 ]; then
    echo "error: Spark needs Java 17 or newer, and ${found:+Java }${found:-none} is on this machine." \
        "Install it (on Debian or Ubuntu: apt-get install openjdk-17-jre-headless), or set JAVA_HOME." >&2
    exit 2
fi
infra/setup.sh spark
exec .venv/bin/pytest -q tests/spark
