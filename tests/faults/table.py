"""The table of what `make faults` has seen so far: `python -m tests.faults.table`."""

import os
from collections import Counter, defaultdict
from pathlib import Path

from db.settings import ROOT


def last_outcomes(results: Path) -> dict[str, tuple[str, float]]:
    """By test: how it ended the last time, and its seconds."""
    lines = results.read_text().splitlines() if results.is_file() else []
    return {test: (outcome, float(seconds)) for test, outcome, seconds in (line.split("\t") for line in lines)}


def table(results: Path) -> str:
    """One line for each kind of fault: how often it was brought about, and how often the promise was kept."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    minutes = 0.0
    for test, (outcome, seconds) in last_outcomes(results).items():
        name, _, parameters = test.rsplit("::", 1)[1].partition("[")
        victim = next((part for part in parameters.rstrip("]").split("-") if part and not part.isdigit()), "")
        sentence = name.removeprefix("test_").replace("_", " ")
        counts[f"{sentence}{f' ({victim})' if victim else ''}"][outcome] += 1
        minutes += seconds / 60
    lines = ["| what is promised | runs | kept | broken | could not run |", "|---|--:|--:|--:|--:|"]
    total: Counter[str] = Counter()
    for name, count in sorted(counts.items()):
        cells = (count.total(), count["passed"], count["failed"], count["skipped"])
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
        total += count
    cells = (total.total(), total["passed"], total["failed"], total["skipped"])
    return "\n".join([*lines, f"| **all** | {' | '.join(map(str, cells))} |", "", f"{minutes:.0f} minutes.", ""])


if __name__ == "__main__":
    print(table(Path(os.environ.get("FAULT_RESULTS", ROOT / ".local" / "faults" / "results.tsv"))))
