#!/usr/bin/env bash
# Stop everything of this data folder and delete it.
set -euo pipefail
cd "$(dirname "$0")/.."
infra/stop.sh
folder=${DATA_DIR:-.local}
if [ -d "$folder/postgres" ] || [ -d "$folder/models" ] || [ -d "$folder/downloads" ]; then
    rm -rf "$folder/postgres" "$folder/models" "$folder/downloads"
    rmdir "$folder" 2>/dev/null || true
    echo "Deleted the order lines, scores, models and downloads in $folder."
else
    echo "Nothing to delete in $folder."
fi
