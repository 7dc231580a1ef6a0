"""A command starts quickly: it loads a slow library only where it uses it."""

import subprocess
import sys

import pytest

from db.settings import ROOT

SLOW = (
    "alembic",
    "boto3",
    "botocore",
    "croniter",
    "numpy",
    "pandas",
    "procrastinate",
    "pyarrow",
    "scipy",
    "sklearn",
    "tqdm",
)


@pytest.mark.parametrize(
    "command",
    [
        "db.migrate",
        "db.rollback",
        "etl.get_data",
        "etl.load_data",
        "etl.etl_pipeline",
        "etl.history",
        "ml.ml_model",
    ],
)
def test_command_starts_without_slow_libraries(command: str) -> None:
    assert loaded_slow_libraries(command) == []


@pytest.mark.parametrize("command", ["backend.user_command", "db.export_sqlite"])
def test_command_reads_its_command_line_before_it_loads_what_it_works_with(command: str) -> None:
    assert loaded_slow_libraries(command, "argon2", "psycopg", "zxcvbn") == []


def test_the_web_server_starts_without_libraries_that_it_seldom_needs() -> None:
    assert loaded_slow_libraries("backend.app") == []


def loaded_slow_libraries(module: str, *others: str) -> list[str]:
    slow = {*SLOW, *others}
    code = f"import sys, {module}\nprint(*sorted(sys.modules.keys() & {slow!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()
