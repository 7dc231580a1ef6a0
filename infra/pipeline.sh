#!/usr/bin/env bash
# Load, score, train and publish. Each step does nothing when its inputs have not changed.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python

arguments=()
if [ -n "${DATA:-}" ]; then arguments+=("$DATA"); fi
if [ -n "${DATE_ORDER:-}" ]; then arguments+=(--date-order "$DATE_ORDER"); fi
if [ -n "${MODE:-}" ]; then arguments+=(--mode "$MODE"); fi

# The embedded server stays up for ten seconds after each step, so the steps share it.
"$python" -m etl.get_data "${arguments[@]}"
"$python" etl/etl_pipeline.py
"$python" ml/ml_model.py
"$python" etl/history.py
