"""Mutants of Python and SQL, each against the tests that cover it: `python -m tests.mutants.run`.

MUTANTS (400) of each kind are drawn by MUTANTS_SEED (1). What has been judged is kept in .local/mutants and not judged
again, so that a run which was broken off goes on where it was. MUTANTS_AGAIN=true judges the survivors anew, with the
tests as they are now; MUTANTS_RECORD=true records anew which test covers what, MUTANTS_RECORD="tests/a.py tests/b.py"
only what these do. MUTANTS_LONGEST (90) is how many seconds of tests one mutant gets. MUTANTS_SHARE=1/2 judges every
second one, for two runs at once; MUTANTS_OF=py or sql those of one kind. The report is .local/mutants/report.md.
"""

import ast
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from itertools import chain, zip_longest
from pathlib import Path

import psycopg2

from db.embedded import join_server
from db.settings import ROOT
from ml.registered import FOLDER as MODELS
from tests.conftest import execute
from tests.mutants.mutant import Mutant
from tests.mutants.of_python import python_mutants
from tests.mutants.of_sql import sql_mutants
from tests.mutants.recording import Covered, record

FOLDER = ROOT / ".local" / "mutants"
EXPLAINED = ROOT / "tests" / "mutants" / "explained.toml"
PYTHON_FOLDERS = ("etl", "ml", "backend")
LEFT_OUT = ("etl/spark/",)  # needs Java: make spark-test
LONGEST = float(os.environ.get("MUTANTS_LONGEST", "90"))  # seconds that the chosen tests took when they were recorded
CAUGHT = ("killed", "hangs")
# What the API's document says is settled when a module is loaded, which no test is recorded for: these look at it.
OF_THE_DOCUMENT = ("tests/backend/test_openapi.py::", "tests/backend/test_api_page.py::test_the_page_is_what")
# Databases that the tests make once, and the mark that they are there.
MADE_ONCE = {
    "migrated": "migrated.done",
    "published": "published.done",
    "moved_shop": "moved-shop.done",
    "trained": "trained.done",
}


@dataclass(frozen=True)
class Verdict:
    """What became of one mutant, and by which test."""

    key: str
    file: str
    line: int
    change: str
    was: str
    became: str
    verdict: str  # killed, hangs, survived, uncovered, doubtful
    by: str  # the test that noticed, or how many ran
    seconds: float


def tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def drawn_python(files: list[str], seed: str) -> list[Mutant]:
    chosen = [name for name in files if name.endswith(".py") and name.split("/")[0] in PYTHON_FOLDERS]
    mutants = [mutant for name in chosen if not name.startswith(LEFT_OUT) for mutant in python_mutants(name)]
    return sorted(mutants, key=lambda mutant: mutant.lot(seed))


def drawn_sql(files: list[str], seed: str) -> list[Mutant]:
    """One of each file, then a second one of each, and so on."""
    chosen = [name for name in files if name.endswith(".sql") and not name.startswith(LEFT_OUT)]
    by_file = [sorted(sql_mutants(name), key=lambda mutant: mutant.lot(seed)) for name in chosen]
    by_file = sorted(filter(None, by_file), key=lambda mutants: mutants[0].lot(seed))
    return [mutant for mutant in chain.from_iterable(zip_longest(*by_file)) if mutant]


def drawn(files: list[str], seed: str, most: int) -> list[Mutant]:
    """`most` mutants of each kind in turn; fewer of them are the first of more, and code that is written later takes
    few places of those that were drawn before.
    """
    both = zip_longest(drawn_python(files, seed)[:most], drawn_sql(files, seed)[:most])
    return [mutant for pair in both for mutant in pair if mutant]


def stands_in_function(mutant: Mutant) -> bool:
    """Else it is run once, when its file is imported."""
    return any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body[0].lineno <= mutant.line <= (node.end_lineno or 0)
        for node in ast.walk(ast.parse(mutant.source))
    )


class Copy:
    """A copy of the checkout, in which one file at a time is changed, and a server that all runs share."""

    def __init__(self, folder: Path, files: list[str]) -> None:
        self.folder = folder / "checkout"
        self.data = folder / "data"
        self.data.mkdir()
        for name in files:
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, self.folder / name)
        if (ROOT / "frontend/dist").is_dir():
            shutil.copytree(ROOT / "frontend/dist", self.folder / "frontend/dist")
        self.url = join_server(self.data)
        self.warm: subprocess.Popen[str] | None = None
        self.passing: set[str] = set()
        self.clock = 1_000_000_000

    def spoiled(self, file: str) -> set[str]:
        """The databases that this file has a part in."""
        names = set() if file.startswith("backend/") else MADE_ONCE.keys() - {"migrated"}
        return {*names, "migrated"} if file.startswith("db/migrations/") else names

    def set_aside(self, names: set[str]) -> None:
        """Let the next run make them anew; the good ones, which took long to make, come back behind it."""
        for name in names & self.databases():
            mark = self.data / MADE_ONCE[name]
            if mark.exists():
                self.rename(name, f"good_{name}")
                mark.unlink()
            else:
                execute(self.url, f"drop database {name} with (force)")
        if names and (self.data / MODELS).is_dir():
            (self.data / MODELS).rename(self.data / f"good-{MODELS}")

    def put_back(self, names: set[str]) -> None:
        for name in names:
            (self.data / MADE_ONCE[name]).unlink(missing_ok=True)
        there = self.databases()
        for name in there - (MADE_ONCE.keys() - names):
            if not name.startswith("good_"):
                execute(self.url, f"drop database {name} with (force)")
        for name in names:
            if f"good_{name}" in there:
                self.rename(f"good_{name}", name)
                (self.data / MADE_ONCE[name]).touch()
        if names:
            shutil.rmtree(self.data / MODELS, ignore_errors=True)
        if (self.data / f"good-{MODELS}").is_dir():
            (self.data / f"good-{MODELS}").rename(self.data / MODELS)

    def rename(self, name: str, other: str) -> None:
        execute(self.url, f"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{name}'")
        execute(self.url, f"alter database {name} rename to {other}")

    def databases(self) -> set[str]:
        connection = psycopg2.connect(self.url)
        with connection, connection.cursor() as cursor:
            cursor.execute("select datname from pg_database where not datistemplate and datname <> 'postgres'")
            found = {name for (name,) in cursor}
        connection.close()
        return found

    def write(self, file: str, content: bytes) -> None:
        """With a time of its own, so that no compiled file of another mutant is taken for this one's."""
        place = self.folder / file
        place.write_bytes(content)
        self.clock += 10
        os.utime(place, (self.clock, self.clock))

    @contextmanager
    def changed(self, mutant: Mutant) -> Iterator[None]:
        names = self.spoiled(mutant.file)
        self.set_aside(names)
        self.write(mutant.file, mutant.mutated)
        try:
            yield
        finally:
            self.write(mutant.file, mutant.source)
            self.put_back(names)
            if mutant.file == "etl/sample.py":
                (self.data / "sample.done").unlink(missing_ok=True)

    def start(self) -> "subprocess.Popen[str]":
        environment = {**os.environ, "TEST_DATA_DIR": str(self.data), "PYTHONPATH": str(self.folder)}
        return subprocess.Popen(
            [sys.executable, "tests/mutants/warm.py"],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, tests: list[str], seconds: float, *options: str) -> tuple[int | None, str]:
        """The exit code of pytest (None: it did not end in time), and what it printed."""
        chosen, printed = self.folder / "chosen-tests.txt", self.folder / "printed.txt"
        chosen.write_text("\n".join(tests))
        if self.warm is None or self.warm.poll() is not None:
            self.warm = self.start()
        if self.warm.stdin is None or self.warm.stdout is None:
            raise RuntimeError("no pipes")
        arguments = ["-q", "-rfEp", "-p", "no:cacheprovider", "--tb=line", *options, f"@{chosen}"]
        process = None
        try:
            self.warm.stdin.write(json.dumps([str(printed), *arguments]) + "\n")
            self.warm.stdin.flush()
            process = int(self.warm.stdout.readline())
            is_late = not select.select([self.warm.stdout], [], [], seconds)[0]
            with suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)  # its children, too
            code = int(self.warm.stdout.readline())
        except BaseException:  # broken off: what it still says is no answer to what it is asked next
            if process is not None:
                with suppress(ProcessLookupError):
                    os.killpg(process, signal.SIGKILL)
            self.warm.kill()
            self.warm = None
            raise
        return None if is_late else code, printed.read_text(errors="replace")

    def find_passing(self, tests: set[str]) -> None:
        """Run those without a mutant that no run has seen pass yet."""
        unseen = sorted(tests - self.passing)
        if unseen:
            _, printed = self.run(unseen, 120 + 60 * len(unseen))
            self.passing |= passed(printed)

    def stop(self) -> None:
        if self.warm is not None:
            self.warm.kill()
            self.warm.wait()
        environment = {**os.environ, "DATA_DIR": str(self.data)}
        subprocess.run([sys.executable, "-m", "db.stop"], cwd=ROOT, env=environment, check=False)


def affordable(tests: Sequence[str], seconds: Mapping[str, float], longest: float) -> list[str]:
    """The first of them in half of the time, one at least, and in what is left as many others as there can be."""
    chosen: list[str] = []
    left = longest
    for test in tests:
        left -= seconds[test]
        if chosen and left < longest / 2:
            left += seconds[test]
            break
        chosen.append(test)
    for test in sorted(tests[len(chosen) :], key=seconds.__getitem__):
        left -= seconds[test]
        if left < 0:
            break
        chosen.append(test)
    return chosen


def judge(copy: Copy, covered: Covered, mutant: Mutant) -> Verdict:
    began = time.monotonic()

    def verdict(name: str, by: str) -> Verdict:
        place = (mutant.key, mutant.file, mutant.line, mutant.change, *mutant.shown())
        return Verdict(*place, name, by, round(time.monotonic() - began, 1))

    in_function = mutant.is_sql or stands_in_function(mutant)
    tests = covered.of(mutant, in_function)
    if not in_function and mutant.file.startswith("backend/"):
        tests = [*(test for test in covered.seconds if test.startswith(OF_THE_DOCUMENT)), *tests]
    if not tests:
        return verdict("uncovered", "no test")
    chosen = affordable(tests, covered.seconds, LONGEST)
    places = {test.split("::")[0]: place for place, test in reversed([*enumerate(chosen)])}
    chosen.sort(key=lambda test: places[test.split("::")[0]])  # a module's together: they share what it makes
    expected = sum(covered.seconds[test] for test in chosen)
    with copy.changed(mutant):
        code, printed = copy.run(chosen, 120 + 3 * expected, "-x")
    copy.passing |= passed(printed)
    if code == 0:
        return verdict("survived", f"{len(chosen)} of {len(tests)} tests")
    if code is None:
        return verdict("hangs", f"{len(chosen)} tests in {120 + 3 * expected:.0f} s")
    failed = re.search(r"^(?:FAILED|ERROR) (\S+?::.+?)(?: - .*)?$", printed, re.MULTILINE)
    if failed is None:
        last = printed.strip().splitlines()[-1:] or [""]
        loads = "ImportError" in printed or "Error" in printed
        return verdict("killed" if loads else "doubtful", f"it does not load: {last[0][:80]}")
    return verdict("killed", failed[1])


def passed(printed: str) -> set[str]:
    return set(re.findall(r"^PASSED (.+)$", printed, re.MULTILINE))


def doubtful(copy: Copy, verdicts: list[Verdict]) -> list[Verdict]:
    """Those whose test fails without the mutant, too: it has noticed nothing."""
    killed = [one for one in verdicts if one.verdict == "killed" and "::" in one.by]
    copy.find_passing({one.by for one in killed})
    return [replace(one, verdict="doubtful") for one in killed if one.by not in copy.passing]


def explained() -> set[tuple[str, str]]:
    """The mutants that change nothing a test could see: file, and the line as it became."""
    with EXPLAINED.open("rb") as file:
        return {(one["file"], one["became"]) for one in tomllib.load(file)["mutant"]}


def load_verdicts(file: Path) -> dict[str, Verdict]:
    lines = file.read_text().splitlines() if file.is_file() else []
    return {verdict.key: verdict for verdict in (Verdict(**json.loads(line)) for line in lines)}


def write(file: Path, *verdicts: Verdict) -> None:
    with file.open("a") as kept:
        kept.writelines(json.dumps(asdict(verdict)) + "\n" for verdict in verdicts)


def report(verdicts: list[Verdict]) -> str:
    """The counts by kind and folder, then every mutant that nobody noticed."""
    known = explained()
    named = [
        replace(one, verdict="explained") if one.verdict == "survived" and (one.file, one.became) in known else one
        for one in verdicts
    ]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in named:
        kind = "SQL" if one.file.endswith(".sql") else "Python"
        counts[f"{kind}, `{one.file.split('/')[0]}/`"][one.verdict] += 1
        counts[f"**{kind}**"][one.verdict] += 1
    columns = ("killed", "hangs", "survived", "uncovered", "explained", "doubtful")
    lines = [
        f"| mutants of | all | {' | '.join(columns)} | caught of those that can be |",
        f"|---|{'--:|' * (len(columns) + 2)}",
    ]
    for name, count in sorted(counts.items()):
        possible = sum(count[column] for column in ("killed", "hangs", "survived", "uncovered"))
        caught = sum(count[column] for column in CAUGHT)
        share = f"{100 * caught / possible:.0f}%" if possible else "–"
        cells = " | ".join(str(count[column]) for column in columns)
        lines.append(f"| {name} | {count.total()} | {cells} | {share} |")
    lines.extend(
        f"\n{one.verdict} ({one.by}): {one.file}:{one.line}, {one.change}\n\n    {one.was}\n    {one.became}"
        for one in named
        if one.verdict not in {*CAUGHT, "explained"}
    )
    return "\n".join(lines) + "\n"


def main() -> None:
    most = int(os.environ.get("MUTANTS", "400"))
    seed = os.environ.get("MUTANTS_SEED", "1")
    FOLDER.mkdir(parents=True, exist_ok=True)
    known = FOLDER / "covered.json"
    wanted = os.environ.get("MUTANTS_RECORD", "")
    if not known.is_file() or wanted == "true":
        print("Recording which test covers what (once; as long as the tests take) ...")
        record(FOLDER)
    covered = Covered.load(known)
    if wanted not in {"", "true"}:
        covered.add(record(FOLDER / "added", wanted.split()))
        covered.save(known)
    files = tracked_files()
    mutants = drawn(files, seed, most)
    kept = FOLDER / "verdicts.jsonl"
    verdicts = load_verdicts(kept)
    again = ("survived", "uncovered", "doubtful") if os.environ.get("MUTANTS_AGAIN") == "true" else ("doubtful",)
    left = [mutant for mutant in mutants if mutant.key not in verdicts or verdicts[mutant.key].verdict in again]
    print(f"{len(mutants)} mutants drawn, {len(mutants) - len(left)} judged before.")
    share, shares = map(int, os.environ.get("MUTANTS_SHARE", "1/1").split("/"))
    left = [mutant for mutant in left if mutant.file.endswith(os.environ.get("MUTANTS_OF", ""))][share - 1 :: shares]
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the server goes, too
    # A folder directly below the system's temporary one: the server's system user must get in.
    with tempfile.TemporaryDirectory(prefix="dashboard-mutants-", ignore_cleanup_errors=True) as folder:
        copy = Copy(Path(folder), files)
        judged: list[Verdict] = []
        try:
            for number, mutant in enumerate(left, start=1):
                judged.append(verdict := judge(copy, covered, mutant))
                write(kept, verdict)
                print(
                    f"{number}/{len(left)} {verdict.verdict:9} {verdict.seconds:5.1f} s "
                    f"{verdict.file}:{verdict.line} {verdict.change}",
                    flush=True,
                )
        except KeyboardInterrupt:
            print("Broken off; looking whether the tests that noticed pass without a mutant ...", flush=True)
        try:
            write(kept, *doubtful(copy, judged))
        finally:
            copy.stop()
    verdicts = load_verdicts(kept)  # those of another run at once, too
    text = report([verdicts[mutant.key] for mutant in mutants if mutant.key in verdicts])
    (FOLDER / "report.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
