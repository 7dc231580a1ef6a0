"""The list of customers as a client asks for it."""

from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient

from tests.backend.conftest import body

Query = dict[str, Any]


def get(client: FlaskClient, **query: Any) -> Any:
    answer = client.get(f"/api/customers/rfm?{urlencode(query, doseq=True)}")
    assert answer.status_code == 200, answer.text
    return body(answer)


def walk(client: FlaskClient, limit: int = 500, **query: Any) -> list[dict[str, Any]]:
    """All rows, page by page."""
    rows: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = get(client, limit=limit, **query, **({"cursor": cursor} if cursor else {}))
        rows += page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return rows
