"""Users are made and changed by admins; everybody changes their own password."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.backend.conftest import FETCH, PASSWORD, body, client_of, fetch, sign_in, signed_in_client

OTHER = "nine kettles under a tall hedge"


@pytest.fixture
def admin(database_url: str) -> FlaskClient:
    return signed_in_client(database_url, "admin")


def make_user(admin: FlaskClient, **changes: Any) -> Any:
    given = {"name": "ben", "role": "viewer", "password": PASSWORD, **changes}
    return admin.post("/api/users", json=given, headers=FETCH)


def change(admin: FlaskClient, name: str, **changes: Any) -> int:
    numbers = {item["name"]: item["user_id"] for item in fetch(admin, "/api/users")["items"]}
    return admin.patch(f"/api/users/{numbers[name]}", json=changes, headers=FETCH).status_code


def test_a_user_is_made_given_another_role_and_switched_off(admin: FlaskClient, database_url: str) -> None:
    assert make_user(admin, name="Ben").status_code == 201
    ben = client_of(database_url, auth="on")
    assert sign_in(ben, "ben").status_code == 200
    assert ben.get("/api/users").status_code == 403
    assert change(admin, "ben", role="admin") == 200
    assert ben.get("/api/users").status_code == 401  # a change ends what was begun before it
    assert sign_in(ben, "ben").status_code == 200
    assert ben.get("/api/users").status_code == 200
    assert change(admin, "ben", active=False) == 200
    assert ben.get("/api/users").status_code == 401
    assert sign_in(ben, "ben").status_code == 401
    told = fetch(admin, "/api/audit")["items"]
    assert ("admin", "user made", "ben") in [(entry["who"], entry["what"], entry["about"]) for entry in told]
    changed = [entry["details"] for entry in told if (entry["what"], entry["about"]) == ("user changed", "ben")]
    assert changed == [{"active": False, "password": False}, {"role": "admin", "password": False}]
    older = fetch(admin, f"/api/audit?limit=1&before={fetch(admin, '/api/audit')['items'][0]['audit_id']}")
    assert len(older["items"]) == 1


def test_the_last_admin_stays(admin: FlaskClient) -> None:
    assert change(admin, "admin", role="viewer") == 409
    assert change(admin, "admin", active=False) == 409
    assert fetch(admin, "/api/users")["items"][0]["role"] == "admin"


def test_a_change_of_nothing_ends_no_session(admin: FlaskClient, database_url: str) -> None:
    make_user(admin, name="ben")
    ben = client_of(database_url, auth="on")
    sign_in(ben, "ben")
    for nothing in ({}, {"role": None}, {"active": None, "password": None}, {"role": None, "active": False}):
        assert change(admin, "ben", **nothing) == 422
    assert body(ben.get("/api/session"))["user"]["name"] == "ben"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"password": "short"}, 422),
        ({"password": "password1234567890"}, 422),
        ({"password": "ben ben ben ben ben"}, 422),
        ({"name": "no spaces"}, 422),
        ({"role": "owner"}, 422),
        ({"name": "admin"}, 409),
    ],
)
def test_what_makes_no_user_is_refused(admin: FlaskClient, changes: dict[str, str], status: int) -> None:
    answer = make_user(admin, **changes)
    assert answer.status_code == status
    assert next(iter(changes)) in {error["parameter"] for error in body(answer)["errors"]}
    assert changes.get("password", "never") not in answer.text


def test_ones_own_password_is_changed_by_who_knows_it(admin: FlaskClient, database_url: str) -> None:
    elsewhere = client_of(database_url, auth="on")
    sign_in(elsewhere, "admin")

    def ask(current: str, new: str) -> int:
        given = {"current": current, "new": new}
        return admin.post("/api/session/password", json=given, headers=FETCH).status_code

    assert ask("wrong", OTHER) == 422
    assert ask(PASSWORD, "short") == 422
    assert ask(PASSWORD, OTHER) == 204
    assert admin.get("/api/campaigns").status_code == 200
    assert elsewhere.get("/api/campaigns").status_code == 401
    assert sign_in(elsewhere, "admin").status_code == 401
    assert sign_in(elsewhere, "admin", OTHER).status_code == 200


def test_nobody_and_nothing_is_found(admin: FlaskClient) -> None:
    for number in (0, 10**30):
        assert admin.patch(f"/api/users/{number}", json={"active": False}, headers=FETCH).status_code == 404
        assert admin.delete(f"/api/keys/{number}", headers=FETCH).status_code == 404
