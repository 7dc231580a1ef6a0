"""A client of the application over the published database, and one over a database of the test's own."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from backend.app import create_app
from backend.passwords import hash_password
from db.engine import engine_for
from db.queries import read_sql
from db.settings import Settings
from tests.conftest import web_url_of

FETCH = {"X-Requested-With": "fetch"}
PASSWORD = "seven lamps over a slow river"


class ReadingClient(FlaskClient):
    """Reads each answer to its end, as a client on the network does."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **kwargs})


def client_of(url: str, **settings: str) -> FlaskClient:
    """A client of an application with its own settings; without sign-in unless they say otherwise.

    As in production, it has the narrow role of the web process.
    """
    wanted = {"web_database_url": web_url_of(url), "auth": "off", "host": "127.0.0.1", **settings}
    app = create_app(Settings.model_validate(wanted))
    app.test_client_class = ReadingClient
    return app.test_client()


def add_user(url: str, name: str, role: str = "admin") -> None:
    """Make a user with PASSWORD, as `make user` does."""
    engine = engine_for(url, "UTC")
    with engine.begin() as connection:
        values = {"name": name, "role": role, "password_hash": hash_password(PASSWORD)}
        connection.execute(text(read_sql("backend/sql/put_user")), values)
    engine.dispose()


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, **headers: str) -> TestResponse:
    """What comes of signing in; the client keeps the cookie."""
    return client.post("/api/session", json={"name": name, "password": password}, headers={**FETCH, **headers})


def signed_in_client(url: str, role: str, **settings: str) -> FlaskClient:
    """A client with sign-in on, signed in as a user who has this role for a name."""
    add_user(url, role, role)
    client = client_of(url, auth="on", **settings)
    assert sign_in(client, role).status_code == 200
    return client


def body(answer: TestResponse) -> Any:
    """What an answer says, as JSON."""
    return answer.json


def fetch(client: FlaskClient, path: str) -> Any:
    """What is at this path, which must be there."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return body(answer)


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


def list_all(client: FlaskClient, path: str, **query: object) -> list[Any]:
    """All rows of a list, through its cursors."""
    rows: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        page = fetch(client, f"{path}?{urlencode({'limit': 100, **query, 'cursor': cursor}, doseq=True)}")
        rows += page["items"]
        cursor = page["next_cursor"]
    return rows
