"""The nightly pipeline: score, train and publish what is loaded, each step only where its inputs have changed.

It ends with one JSON line as the worker's are (docs/jobs.md): the outcome is "finished" or "failed", and alarms stand
on it.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

STEPS = ("etl/etl_pipeline.py", "ml/ml_model.py", "etl/history.py")


def main() -> None:
    begin = time.monotonic()
    release = Path.cwd()
    for step in STEPS:
        done = subprocess.run([sys.executable, step], env={**os.environ, "PYTHONPATH": str(release)}, check=False)
        if done.returncode:
            break
    facts = {
        "event": "job",
        "job": "pipeline",
        "outcome": "failed" if done.returncode else "finished",
        "step": step,
        "seconds": round(time.monotonic() - begin, 1),
    }
    print(json.dumps(facts), flush=True)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
