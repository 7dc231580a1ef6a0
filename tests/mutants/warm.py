"""Runs pytest again and again without paying for its imports: `python tests/mutants/warm.py`, in a copy.

Each line of its input is a JSON list: the file for what pytest prints, then pytest's arguments. For each it forks, and
prints the process id of the fork and, when that has ended, its exit code. It imports nothing of the project's, which a
mutant changes, and none of pytest's plugins, whose assertions pytest rewrites as it loads them.
"""

import importlib
import json
import os
import sys
from pathlib import Path

import pytest

HEAVY = (
    "alembic.command", "apiflask", "argon2", "boto3", "botocore.auth", "botocore.client", "cryptography.fernet",
    "flask", "flask_cors", "flask_httpauth", "numpy", "openapi_spec_validator", "openpyxl", "orjson", "pandas",
    "procrastinate", "prometheus_client", "psycopg", "psycopg2", "psycopg2.extras", "psycopg_pool", "pyarrow",
    "pydantic", "pydantic_settings", "pytest", "requests", "scipy.optimize", "scipy.special", "scipy.stats",
    "sklearn.calibration", "sklearn.ensemble", "sklearn.inspection", "sklearn.linear_model", "sklearn.metrics",
    "sklearn.model_selection", "sklearn.pipeline", "sklearn.preprocessing", "sqlalchemy.orm", "sqlglot",
    "threadpoolctl", "werkzeug.test", "yaml",
)  # fmt: skip
LEFT_TO_PYTEST = {"anyio", "hypothesis", "schemathesis", "xdist"}


def run_once(output: str, arguments: list[str]) -> None:
    """In the fork: a session of its own, so that all that it starts can be killed with it."""
    os.setsid()
    written = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number in (1, 2):
        os.dup2(written, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    code = 1
    try:
        code = pytest.main(arguments)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(code))


def main() -> None:
    own = Path(__file__).resolve().parent
    sys.path[:] = [place for place in sys.path if Path(place).resolve() != own]
    for name in HEAVY:
        importlib.import_module(name)
    loaded = LEFT_TO_PYTEST & sys.modules.keys()
    if loaded:
        raise SystemExit(f"{', '.join(sorted(loaded))} must be loaded by pytest")
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    for line in sys.stdin:
        output, *arguments = json.loads(line)
        child = os.fork()
        if child == 0:
            run_once(output, arguments)
        print(child, file=answers)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=answers)


if __name__ == "__main__":
    main()
