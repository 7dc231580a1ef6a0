"""`python -m etl.get_data`: a file of one's own, what is loaded already, or a demo set."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from sqlalchemy import Engine, text

from etl.sample import make_sample

NOBODY = "http://127.0.0.1:9/online+retail.zip"  # port 9 is the discard service, which nobody runs
Runner = Callable[..., "CompletedProcess[str]"]


def loads(engine: Engine) -> list[tuple[str, bool, int]]:
    with engine.connect() as connection:
        rows = connection.execute(text("select source, sample, lines_in from loads order by load_id")).all()
    return [(row.source, row.sample, row.lines_in) for row in rows]


def test_where_the_uci_set_cannot_be_reached_a_marked_sample_is_loaded_once(engine: Engine, run_script: Runner) -> None:
    first = run_script("-m", "etl.get_data", "--uci-url", NOBODY)
    assert first.returncode == 0, first.stderr
    assert "The UCI set could not be reached (127.0.0.1:9: " in first.stdout
    assert "Making a sample set instead; every page will say so." in first.stdout
    assert loads(engine) == [("sample.csv.gz", True, 60_000)]

    second = run_script("-m", "etl.get_data", "--uci-url", NOBODY)
    assert second.stdout == "Using the data loaded earlier: sample.csv.gz.\n"
    assert loads(engine) == [("sample.csv.gz", True, 60_000)]


def test_a_file_of_ones_own_is_loaded_and_stays(engine: Engine, run_script: Runner, tmp_path: Path) -> None:
    own = make_sample(tmp_path / "own.csv.gz", 1_000)
    loaded = run_script("-m", "etl.get_data", own, "--keep-duplicates")
    assert loaded.returncode == 0, loaded.stderr
    assert loads(engine) == [("own.csv.gz", False, 1_000)]
    with engine.connect() as connection:
        assert (
            connection.execute(text("select reading -> 'asked' -> 'keep_duplicates' from load_files")).scalar_one()
            is True
        )

    again = run_script("-m", "etl.get_data", "--uci-url", NOBODY)
    assert again.stdout == "Using the data loaded earlier: own.csv.gz.\n"
    assert loads(engine) == [("own.csv.gz", False, 1_000)]


def test_an_unknown_flag_is_refused(run_script: Runner, tmp_path: Path) -> None:
    done = run_script("-m", "etl.get_data", make_sample(tmp_path / "own.csv.gz", 1_000), "--dateorder", "day-first")
    assert done.returncode == 2
    assert "unrecognized arguments" in done.stderr
