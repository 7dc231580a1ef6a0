"""Time and memory of a command, and results as a table for docs/benchmarks.md."""

import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from db.settings import ROOT, stop

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
POLL = 0.2  # seconds between two looks at the server's memory


@dataclass(frozen=True)
class Taken:
    """Seconds that a command took, the most memory that it held (MB), and what it printed."""

    seconds: float
    megabytes: float
    output: str


def run(arguments: Sequence[str], environment: dict[str, str] | None = None, python: str = sys.executable) -> Taken:
    """Run Python with these arguments in a process of its own; ends the benchmark when that fails."""
    begin = time.perf_counter()
    with subprocess.Popen(
        [python, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        over = threading.Event()
        highest = [0.0]

        def look() -> None:
            while not over.wait(POLL / 10):
                highest[0] = max(highest[0], _highest_megabytes(process.pid))

        looking = threading.Thread(target=look)
        looking.start()
        output = process.stdout.read() if process.stdout else ""
        process.wait()
        seconds = time.perf_counter() - begin
        over.set()
        looking.join()
    if process.returncode:
        stop(f"{' '.join(arguments)} failed:\n{output}")
    return Taken(seconds, highest[0], output)


def _highest_megabytes(pid: int) -> float:
    """The most memory that a process has held so far; 0 where there is no /proc.

    Not by getrusage: there a child begins with what its parent held when it was started.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) / 1024 if found else 0.0


@dataclass
class Table:
    """Rows of (name, one measure per round), shown as medians and as multiples of the first row of the same round."""

    title: str
    against: str
    seconds: dict[str, list[float]] = field(default_factory=dict)
    megabytes: dict[str, list[float]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, seconds: float, megabytes: float | None = None) -> None:
        self.seconds.setdefault(name, []).append(seconds)
        if megabytes is not None:
            self.megabytes.setdefault(name, []).append(megabytes)

    def ratio(self, name: str) -> float:
        """How many times the seconds of `against` this took: the median over the rounds."""
        pairs = zip(self.seconds[name], self.seconds[self.against], strict=True)
        return statistics.median(taken / base for taken, base in pairs)

    def __str__(self) -> str:
        lines = [f"### {self.title}", "", f"| what | seconds | times {self.against} | peak MB |", "|---|---|---|---|"]
        for name, seconds in self.seconds.items():
            peak = f"{max(self.megabytes[name]):,.0f}" if name in self.megabytes else ""
            lines.append(f"| {name} | {statistics.median(seconds):.2f} | {self.ratio(name):.2f} | {peak} |")
        return "\n".join([*lines, "", *(f"- {note}" for note in self.notes), ""])


def timed(action: Callable[[], object]) -> float:
    """Seconds that `action` takes."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


@contextmanager
def server_memory(data_dir: Path) -> Iterator[list[float]]:
    """The memory of this folder's PostgreSQL, all processes, in MB, looked at again and again meanwhile.

    Shared pages count once (Pss). Where there is no /proc the list stays empty.
    """
    seen: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(POLL):
            found = sum(proportional_kilobytes(pid) for pid in _server_processes(data_dir))
            if found:
                seen.append(found / 1024)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _server_processes(data_dir: Path) -> list[int]:
    found = [int(path.read_text().split()[0]) for path in (data_dir / "postgres").glob("**/postmaster.pid")]
    for parent in list(found):
        children = Path(f"/proc/{parent}/task/{parent}/children")
        if children.exists():
            found += map(int, children.read_text().split())
    return found


def proportional_kilobytes(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:  # it has ended meanwhile
        return 0
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
