"""One line of JSON for each job that is over, for whoever watches the worker's log."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from procrastinate.exceptions import JobAborted


@contextmanager
def told_when_over(job: str, job_id: int | None) -> Iterator[None]:
    """Print kind, number, outcome (finished, failed, stopped) and seconds; no reason, which may hold a value."""
    begun = time.monotonic()
    outcome = "failed"
    try:
        yield
        outcome = "finished"
    except JobAborted:
        outcome = "stopped"
        raise
    finally:
        facts = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "event": "job",
            "job": job,
            "job_id": job_id,
            "outcome": outcome,
            "seconds": round(time.monotonic() - begun, 1),
        }
        print(json.dumps(facts), flush=True)
