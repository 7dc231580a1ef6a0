"""A machine that serves a small shop."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.backend.test_campaigns import CUSTOMERS, line, make_run
from tests.infra.serving_machine import ServingMachine, serving_machine


@pytest.fixture
def machine(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[ServingMachine]:
    """A machine that serves release 1."""
    make_run(engine, tmp_path, [line(customer, "2011-04-30", 10 * int(customer)) for customer in CUSTOMERS])
    with serving_machine(tmp_path, database_url) as machine:
        done = machine.deploy(machine.add_release(1))
        assert done.returncode == 0, done.stdout + done.stderr + machine.log("api")
        yield machine
