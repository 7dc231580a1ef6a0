"""Databases to move between, and the command that does it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from db import move
from db.engine import pipeline_engine_for
from tests.conftest import ZONE, copied_database, once
from tests.db.moved_shop import make_shop

Move = Callable[[str, str], int]


@pytest.fixture(scope="session")
def shop_template(server_url: str, migrated_template: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with a small shop that others are copied from."""
    with once("moved-shop") as first:
        if first:
            engine = pipeline_engine_for(copied_database(server_url, migrated_template, "moved_shop"), ZONE)
            make_shop(engine, tmp_path_factory.mktemp("moved-shop"))
            engine.dispose()
    return "moved_shop"


def new_database(server_url: str, template: str | None = None) -> str:
    """The URL of a new database. It goes with the server: dropping one waits for a checkpoint."""
    return copied_database(server_url, template or "template1")


@pytest.fixture(scope="session")
def shop_url(server_url: str, shop_template: str) -> str:
    """The URL of a database with a small shop; for reading only."""
    return new_database(server_url, shop_template)


@pytest.fixture
def own_shop_url(server_url: str, shop_template: str) -> str:
    """The URL of a database with a small shop of this test's own."""
    return new_database(server_url, shop_template)


@pytest.fixture
def empty_url(server_url: str) -> str:
    """The URL of a database without anything."""
    return new_database(server_url)


@pytest.fixture
def move_between(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Move:
    """Moves as the command does, in this process; returns its exit code."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))

    def run(source: str, target: str) -> int:
        monkeypatch.setenv("MOVE_FROM", source)
        monkeypatch.setenv("MOVE_TO", target)
        try:
            move.main([])
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    return run
