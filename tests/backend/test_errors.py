"""What a client reads of a failure: a kind and a sentence, and nothing of the server's own words."""

import psycopg2
import pytest
from flask.testing import FlaskClient
from psycopg2 import errors
from sqlalchemy.exc import DataError, OperationalError, ProgrammingError

from tests.backend.conftest import body

SECRET = "select price from shelf"


def asked(cause: psycopg2.Error, kind: type[ProgrammingError | DataError | OperationalError]) -> Exception:
    return kind(SECRET, {}, cause)


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (RuntimeError(SECRET), 500, "Unexpected error"),
        (asked(errors.SyntaxError(SECRET), ProgrammingError), 500, "Unexpected error"),
        (errors.SyntaxError(SECRET), 500, "Unexpected error"),
        (asked(errors.UndefinedTable(SECRET), ProgrammingError), 503, "Database not ready"),
        (asked(errors.UndefinedColumn(SECRET), ProgrammingError), 503, "Database not ready"),
        (asked(errors.InvalidTextRepresentation(SECRET), DataError), 422, "A parameter is wrong"),
        (errors.CannotCoerce(SECRET), 422, "A parameter is wrong"),
        (asked(errors.QueryCanceled(SECRET), OperationalError), 503, "Too slow"),
        (asked(errors.ConnectionFailure(SECRET), OperationalError), 503, "Database away"),
        (psycopg2.InterfaceError(SECRET), 503, "Database away"),
    ],
)
def test_a_failure_is_told_by_its_kind_alone(
    own_client: FlaskClient, error: Exception, status: int, title: str
) -> None:
    def failing() -> str:
        raise error

    own_client.application.view_functions["products.products"] = failing
    answer = own_client.get("/api/products")
    assert (answer.status_code, body(answer)["title"]) == (status, title)
    assert SECRET not in answer.text
