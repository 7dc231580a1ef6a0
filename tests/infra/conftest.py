"""Machines that serve a small shop, an emulated AWS, and a copy of the Terraform files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import Engine

from db.engine import pipeline_engine_for
from tests.backend.test_campaigns import CUSTOMERS, line, make_run
from tests.conftest import ZONE, copied_database
from tests.infra.emulator import emulator
from tests.infra.serving_machine import ServingMachine, serving_machine
from tests.infra.terraforming import Tree
from tests.infra.terraforming import tree as terraform_tree


@contextmanager
def serving_release_1(root: Path, engine: Engine, database_url: str) -> Iterator[ServingMachine]:
    make_run(engine, root, [line(customer, "2011-04-30", 10 * int(customer)) for customer in CUSTOMERS])
    with serving_machine(root, database_url) as machine:
        done = machine.deploy(machine.add_release(1))
        assert done.returncode == 0, done.stdout + done.stderr + machine.log("api")
        yield machine


@pytest.fixture
def machine(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[ServingMachine]:
    """A machine that serves release 1."""
    with serving_release_1(tmp_path, engine, database_url) as machine:
        yield machine


@pytest.fixture(scope="module")
def shared_machine(
    server_url: str, migrated_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServingMachine]:
    """The same, for tests that leave it as it is."""
    root = tmp_path_factory.mktemp("machine")
    database_url = copied_database(server_url, migrated_template, f"machine_{root.parent.name}".replace("-", "_"))
    engine = pipeline_engine_for(database_url, ZONE)
    with serving_release_1(root, engine, database_url) as machine:
        yield machine
    engine.dispose()


@pytest.fixture(scope="session")
def lasting_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with emulator(tmp_path_factory.mktemp("aws")) as address:
        yield address


@pytest.fixture(scope="module")
def address(lasting_emulator: str) -> str:
    """An emulated AWS in which nothing is yet."""
    with urlopen(Request(f"{lasting_emulator}/moto-api/reset", method="POST")):
        return lasting_emulator


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tree]:
    """Tests that change a file put it back."""
    with terraform_tree(tmp_path_factory.mktemp("terraform")) as tree:
        yield tree
