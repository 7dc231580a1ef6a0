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
    ["db.migrate", "db.rollback", "etl.get_data", "etl.load_data", "etl.etl_pipeline", "etl.history", "ml.ml_model"],
)
def test_command_starts_without_slow_libraries(command: str) -> None:
    assert loaded_slow_libraries(command) == []


def test_the_web_server_starts_without_libraries_that_it_seldom_needs() -> None:
    assert loaded_slow_libraries("backend.app") == []


def loaded_slow_libraries(module: str) -> list[str]:
    code = f"import sys, {module}\nprint(*sorted(sys.modules.keys() & {set(SLOW)!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()
