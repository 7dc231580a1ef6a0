"""A command starts quickly: it loads a slow library only where it uses it."""

import subprocess
import sys

import pytest

from db.settings import ROOT

SLOW = ("alembic", "boto3", "croniter", "numpy", "pandas", "procrastinate", "pyarrow", "scipy", "sklearn", "tqdm")


@pytest.mark.parametrize(
    "command",
    ["db.migrate", "db.rollback", "etl.get_data", "etl.load_data", "etl.etl_pipeline", "etl.history", "ml.ml_model"],
)
def test_command_starts_without_slow_libraries(command: str) -> None:
    code = f"import sys, {command}\nprint(*sorted(sys.modules.keys() & {set(SLOW)!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
