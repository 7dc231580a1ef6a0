"""Which test covers which line of Python and which .sql file, and how long it takes; recorded once, kept as JSON."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

import coverage
import pytest

from db.queries import read_sql
from db.settings import ROOT
from tests.mutants.mutant import Mutant

# Neither a browser nor killed processes: a mutant has to be judged within seconds.
TESTS = ("tests/backend", "tests/db", "tests/etl", "tests/ml", "tests/test_facts.py")
MEASURED = ("backend", "db", "etl", "ml")
SAME_MODULE = 20
SETTINGS = """
[run]
branch = False
parallel = True
data_file = {folder}/lines
source = {source}
context = ${{PYTEST_CURRENT_TEST-}}
disable_warnings = no-data-collected, module-not-imported, module-not-measured, already-imported
"""


# ---- a plugin of the run that is recorded: `pytest -p tests.mutants.recording`


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logstart(nodeid: str) -> None:
    """Every test reads its .sql files anew, and its lines are under its name."""
    read_sql.cache_clear()
    measuring = coverage.Coverage.current()
    if measuring:
        measuring.switch_context(nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ and "MUTANTS_RAN" in os.environ:
        with Path(os.environ["MUTANTS_RAN"]).open("a") as ran:
            ran.write(f"{report.nodeid}\t{report.outcome}\t{report.duration:.3f}\n")


# ---- what comes of it


def fingerprint(file: str) -> str:
    return hashlib.sha256((ROOT / file).read_bytes()).hexdigest()


@dataclass
class Covered:
    """By file: its tests by line ("0": an .sql file as a whole), and its fingerprint when it was recorded."""

    tests: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)  # by test, of those that passed

    def of(self, mutant: Mutant, in_function: bool) -> list[str]:
        """The tests that cover this mutant: its own module's first, then those that cover few files, as a test of few
        things is about each of them. Tests of one module notice the same: each goes behind its module's narrower ones
        as if it covered SAME_MODULE files more."""
        lines = self.tests.get(mutant.file, {})
        moved = self.fingerprints.get(mutant.file) != fingerprint(mutant.file)
        if mutant.is_sql or moved or not in_function:  # what runs at import is run by the first test alone
            found = {test for tests in lines.values() for test in tests}
        else:
            found = set(lines.get(str(mutant.line), []))
        name = f"/test_{Path(mutant.file).stem}.py"
        place: Counter[str] = Counter()
        keys = {}
        narrow = {test: (self.files_covered[test], self.seconds[test], test) for test in found & self.seconds.keys()}
        for test in sorted(narrow, key=narrow.__getitem__):
            module = test.split("::")[0]
            files, seconds, _ = narrow[test]
            keys[test] = (not module.endswith(name), files + SAME_MODULE * place[module], seconds, test)
            place[module] += 1
        return sorted(keys, key=keys.__getitem__)

    @cached_property
    def files_covered(self) -> Counter[str]:
        """How many files each test covers."""
        return Counter(chain.from_iterable({*chain(*lines.values())} for lines in self.tests.values()))

    def add(self, other: "Covered") -> None:
        """Take over what tests that were written or changed since then cover."""
        for file, lines in other.tests.items():
            for line, tests in lines.items():
                known = self.tests.setdefault(file, {}).setdefault(line, [])
                known.extend(set(tests) - set(known))
        self.fingerprints = {**other.fingerprints, **self.fingerprints}
        self.seconds.update(other.seconds)

    def save(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)))

    @classmethod
    def load(cls, file: Path) -> "Covered":
        return cls(**json.loads(file.read_text()))


def _seconds(ran: Path) -> dict[str, float]:
    seconds: dict[str, float] = defaultdict(float)
    bad = set()
    for line in ran.read_text().splitlines():
        test, outcome, duration = line.rsplit("\t", 2)
        seconds[test] += float(duration)
        if outcome != "passed":
            bad.add(test)
    return {test: taken for test, taken in seconds.items() if test not in bad}


def record(folder: Path, tests: Iterable[str] = TESTS) -> Covered:
    """Run the tests once, and keep in `folder` what each of them covers."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("lines*"):
        old.unlink()
    opened, ran, settings = folder / "opened.tsv", folder / "ran.tsv", folder / "coverage.ini"
    for file in (opened, ran):
        file.write_text("")
    settings.write_text(SETTINGS.format(folder=folder, source=",".join(str(ROOT / name) for name in MEASURED)))
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "tests/mutants/recorder"), str(ROOT)]),
        "COVERAGE_PROCESS_START": str(settings),
        "MUTANTS_ROOT": str(ROOT),
        "MUTANTS_OPENED": str(opened),
        "MUTANTS_RAN": str(ran),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "tests.mutants.recording", *tests]
    subprocess.run(command, cwd=ROOT, env=environment, check=False)  # those that fail are left out
    return gather(folder)


def gather(folder: Path) -> Covered:
    """What lies in `folder` after the tests have run."""
    opened, ran = folder / "opened.tsv", folder / "ran.tsv"
    covered = Covered(seconds=_seconds(ran))
    data = coverage.CoverageData(basename=str(folder / "lines"))
    for part in folder.glob("lines.*"):
        other = coverage.CoverageData(basename=str(part))
        other.read()
        data.update(other)
    for measured in data.measured_files():
        name = str(Path(measured).relative_to(ROOT))
        by_line = {
            str(line): sorted({context.rsplit(" (", 1)[0] for context in contexts if context})
            for line, contexts in data.contexts_by_lineno(measured).items()
        }
        covered.tests[name] = {line: found for line, found in by_line.items() if found}
    for line in set(opened.read_text().splitlines()):
        test, name = line.split("\t")
        if not name.startswith(".."):
            covered.tests.setdefault(name, {}).setdefault("0", []).append(test)
    covered.fingerprints = {name: fingerprint(name) for name in covered.tests if (ROOT / name).is_file()}
    covered.save(folder / "covered.json")
    return covered
