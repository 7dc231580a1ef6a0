"""A client of the application over the published database, and one over a database of the test's own."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from backend.app import create_app
from db.settings import Settings

FETCH = {"X-Requested-With": "fetch"}


def client_of(url: str, **settings: str) -> FlaskClient:
    return create_app(Settings(**{"database_url": url, "auth": "off", "host": "127.0.0.1", **settings})).test_client()


@pytest.fixture(scope="session")
def client(published_url: str) -> Iterator[FlaskClient]:
    """A client of the application over the published run; for reading."""
    with client_of(published_url) as client:
        yield client


@pytest.fixture
def own_client(database_url: str) -> Iterator[FlaskClient]:
    """A client of the application over an empty database of this test's own."""
    with client_of(database_url) as client:
        yield client
        client.application.extensions["database"].reset()
