"""On PYTHONPATH while it is recorded which test covers what: Python runs it first, in every process.

Lines of Python by coverage, under the name of the test that started the process; .sql files as they are opened.
"""

import os
import sys
from pathlib import Path

import coverage

_ROOT = os.environ["MUTANTS_ROOT"]
_OPENED = Path(os.environ["MUTANTS_OPENED"])


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str) and arguments[0].endswith(".sql"):
        test = os.environ.get("PYTEST_CURRENT_TEST", "").rsplit(" (", 1)[0]
        if test:
            written = os.open(_OPENED, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            os.write(written, f"{test}\t{os.path.relpath(arguments[0], _ROOT)}\n".encode())
            os.close(written)


sys.addaudithook(_note)
coverage.process_startup()
