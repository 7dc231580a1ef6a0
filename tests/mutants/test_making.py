"""The faults that are planted are the ones meant, and nothing else of the file changes."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import execute
from tests.mutants import mutant as mutants
from tests.mutants import of_python, of_sql, run
from tests.mutants.mutant import Mutant
from tests.mutants.of_python import python_mutants
from tests.mutants.of_sql import sql_mutants
from tests.mutants.recording import Covered
from tests.mutants.run import Verdict, affordable, load_verdicts, report

Make = Callable[[str, str], list[str]]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """All texts that mutants of this text have."""
    for module in (mutants, of_python, of_sql):
        monkeypatch.setattr(module, "ROOT", tmp_path)

    def make(name: str, text: str) -> list[str]:
        (tmp_path / name).write_text(text)
        found: Iterator[Mutant] = sql_mutants(name) if name.endswith(".sql") else python_mutants(name)
        return [one.mutated.decode() for one in found]

    return make


def test_python_has_its_comparisons_sums_conditions_and_steps_changed(made: Make) -> None:
    text = 'def f(a: int = 1) -> int:\n    """9"""\n    if a < 3:\n        print(a)\n    return a + 5\n'
    assert made("one.py", text) == [
        text.replace("= 1", "= 2"),
        text.replace("a < 3", "not (a < 3)"),
        text.replace("<", "<="),
        text.replace("< 3", "< 4"),
        text.replace("print(a)", "pass"),
        text.replace("a + 5", "None"),
        text.replace("+", "-"),
        text.replace("5", "6"),
    ]


def test_letters_of_several_bytes_do_not_move_the_place(made: Make) -> None:
    assert made("one.py", 'cost = ("£–", a is None)\n') == ['cost = ("£–", a is not None)\n']


def test_a_condition_of_sql_is_dropped_whole(made: Make) -> None:
    text = "select a from b where a between 1 and 2 and (c or d) order by a\n"
    assert made("one.sql", text) == [
        "select a from b where  (c or d) order by a\n",
        "select a from b where a between 1 and 2 or (c or d) order by a\n",
        "select a from b where a between 1 and 2  order by a\n",
        "select a from b where a between 1 and 2 and (c and d) order by a\n",
    ]


def test_comparisons_and_extremes_of_sql_are_swapped_and_assignments_left_alone(made: Make) -> None:
    text = "update b set a = (select max(c) from d where e >= :least) where f = '='\n"
    assert made("one.sql", text) == [
        "update b set a = (select min(c) from d where e >= :least) where f = '='\n",
        "update b set a = (select max(c) from d ) where f = '='\n",
        "update b set a = (select max(c) from d where e > :least) where f = '='\n",
        "update b set a = (select max(c) from d where e >= :least) \n",
        "update b set a = (select max(c) from d where e >= :least) where f <> '='\n",
    ]


def test_the_same_seed_draws_the_same_mutants_and_more_of_them_begin_alike() -> None:
    files = ["etl/sql/orders.sql", "backend/sql/overview.sql", "etl/raw_lines.py"]
    assert run.drawn(files, "1", 4)[:4] == run.drawn(files, "1", 9)[:4]
    assert [one.key for one in run.drawn(files, "1", 9)] == [one.key for one in run.drawn(files, "1", 9)]
    assert run.drawn(files, "1", 9) != run.drawn(files, "2", 9)


def test_lines_above_move_no_mutant_in_the_draw(made: Make) -> None:
    def in_the_drawn_order(*lines: str) -> list[tuple[str, str]]:
        made("one.py", "\n".join(lines))
        return [one.shown() for one in sorted(python_mutants("one.py"), key=lambda one: one.lot("1"))]

    lines = ["alone = 1", "total = 2 + 3", "if alone < total:", "    alone = 4"]
    assert len(in_the_drawn_order(*lines)) > 5
    assert in_the_drawn_order("# above", *lines) == in_the_drawn_order(*lines)


def test_a_report_counts_what_was_caught_and_shows_what_was_not(tmp_path: Path) -> None:
    one = Verdict("a", "etl/sql/orders.sql", 3, "> became >=", "a > b", "a >= b", "killed", "tests/a.py::test", 1.0)
    kept = tmp_path / "verdicts.jsonl"
    assert load_verdicts(kept) == {}
    text = report(
        [one, Verdict("b", "etl/sql/orders.sql", 9, "or became and", "c or d", "c and d", "survived", "3", 1.0)]
    )
    assert "| **SQL** | 2 | 1 | 0 | 1 | 0 | 0 | 0 | 50% |" in text
    assert "etl/sql/orders.sql:9" in text and "c and d" in text and "etl/sql/orders.sql:3" not in text


def test_a_planted_fault_is_caught_by_the_tests_that_cover_it(tmp_path: Path) -> None:
    """The whole way, on one small test of the suite."""
    environment = {key: value for key, value in os.environ.items() if key != "TEST_DATA_DIR" and "PYTEST" not in key}
    script = (
        "from pathlib import Path\n"
        "from tests.mutants import run\n"
        "from tests.mutants.of_python import python_mutants\n"
        "from tests.mutants.recording import record\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "covered = record(folder / 'kept', ['tests/ml/test_cutoffs.py'])\n"
        "copy = run.Copy(folder, run.tracked_files())\n"
        "found = [m for m in python_mutants('ml/cutoffs.py') if covered.of(m, run.stands_in_function(m))]\n"
        "judged = [run.judge(copy, covered, m) for m in found[:2]]\n"
        "print('doubtful:', *(one.by for one in run.doubtful(copy, judged)))\n"
        "verdicts = [one.verdict for one in judged]\n"
        "copy.stop()\n"
        "print('verdicts:', *verdicts)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert "verdicts: " in done.stdout, done.stdout + done.stderr
    assert "doubtful:\n" in done.stdout, done.stdout
    assert "killed" in done.stdout.rsplit("verdicts: ", 1)[1], done.stdout


def test_a_test_that_fails_without_the_mutant_has_noticed_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at in one run for all, after them; a test seen to pass is not run again."""
    asked = []

    def answer(tests: list[str], _: float) -> tuple[int, str]:
        asked.append(tests)
        return 1, "PASSED tests/test_a.py::test_good[a b]\nFAILED tests/test_a.py::test_ill - AssertionError\n"

    copy = run.Copy.__new__(run.Copy)
    copy.passing = {"tests/test_a.py::test_seen"}
    monkeypatch.setattr(copy, "run", answer)
    verdicts = [
        run.Verdict(test, "ml/a.py", 1, "", "", "", verdict, test, 1.0)
        for test, verdict in (
            ("tests/test_a.py::test_good[a b]", "killed"),
            ("tests/test_a.py::test_ill", "killed"),
            ("tests/test_a.py::test_seen", "killed"),
            ("3 of 4 tests", "survived"),
        )
    ]
    doubtful = run.doubtful(copy, verdicts)
    assert [(one.by, one.verdict) for one in doubtful] == [("tests/test_a.py::test_ill", "doubtful")]
    assert asked == [["tests/test_a.py::test_good[a b]", "tests/test_a.py::test_ill"]]


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[run.Copy]:
    """A copy with one of the databases that tests make once."""
    made = run.Copy(tmp_path, ["ml/cutoffs.py", "backend/attempts.py"])
    execute(made.url, "create database published")
    (made.data / "published.done").touch()
    yield made
    made.stop()


@pytest.mark.parametrize(("file", "is_spoiled"), [("ml/cutoffs.py", True), ("backend/attempts.py", False)])
def test_what_a_mutant_has_a_part_in_is_made_anew_with_it_and_without_it(
    copy: run.Copy, file: str, *, is_spoiled: bool
) -> None:
    mutant = next(python_mutants(file))
    with copy.changed(mutant):
        assert (copy.folder / file).read_bytes() == mutant.mutated
        assert ("published" in copy.databases()) is not is_spoiled
        assert (copy.data / "published.done").exists() is not is_spoiled
        if is_spoiled:
            execute(copy.url, "create database published")
        execute(copy.url, "create database test_of_its_own")
    assert (copy.folder / file).read_bytes() == mutant.source
    assert copy.databases() == {"published"} and (copy.data / "published.done").exists()


def test_tests_of_a_mutant_s_own_name_go_first_then_those_of_few_things() -> None:
    file = "ml/sql/features.sql"
    tests = ["t/test_narrow.py::1", "t/test_narrow.py::2", "t/test_server.py::start", "t/test_features.py::own"]
    elsewhere = {f"backend/sql/{number}.sql": {"0": ["t/test_server.py::start"]} for number in range(10)}
    covered = Covered({file: {"0": tests}, **elsewhere}, {}, dict.fromkeys(tests, 1.0))
    assert covered.of(next(sql_mutants(file)), in_function=True) == [tests[3], tests[0], tests[2], tests[1]]
    many = {f"db/sql/{number}.sql": {"0": ["t/test_server.py::start"]} for number in range(30)}
    covered = Covered({file: {"0": tests}, **elsewhere, **many}, {}, dict.fromkeys(tests, 1.0))
    assert covered.of(next(sql_mutants(file)), in_function=True) == [tests[3], tests[0], tests[1], tests[2]]


def test_half_of_the_time_is_for_the_first_tests_and_the_other_half_for_as_many_as_there_can_be() -> None:
    seconds = {"own": 4.0, "narrow": 3.0, "wide": 9.0, "slow": 2.0, "quick": 0.1, "quicker": 0.01}
    assert affordable([*seconds], seconds, 10) == ["own", "quicker", "quick", "slow", "narrow"]
    assert affordable([*seconds], seconds, 4) == ["own"]
    assert affordable([*seconds], seconds, 1) == ["own"]
    assert affordable([*seconds], seconds, 100) == [*seconds]


def test_tests_written_later_join_those_recorded_before() -> None:
    before = Covered({"ml/a.py": {"3": ["old"]}}, {"ml/a.py": "as recorded first"}, {"old": 1.0})
    before.add(Covered({"ml/a.py": {"3": ["new", "old"], "4": ["new"]}}, {"ml/a.py": "since then"}, {"new": 2.0}))
    assert {line: sorted(tests) for line, tests in before.tests["ml/a.py"].items()} == {
        "3": ["new", "old"],
        "4": ["new"],
    }
    assert before.fingerprints == {"ml/a.py": "as recorded first"} and before.seconds == {"old": 1.0, "new": 2.0}
