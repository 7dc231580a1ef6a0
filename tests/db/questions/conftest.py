"""A database for all questions of a module: each takes back what it did."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from db.engine import engine_for
from tests.conftest import ZONE, own_database


@pytest.fixture(scope="module")
def connection(server_url: str, migrated_template: str) -> Iterator[Connection]:
    with own_database(server_url, migrated_template) as url:
        engine = engine_for(url, ZONE)
        with engine.connect() as connection:
            yield connection
        engine.dispose()
