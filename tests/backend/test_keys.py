"""API keys: made by a user, shown once, never worth more than the user, and ended at once."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from tests.backend.conftest import FETCH, PASSWORD, add_user, body, client_of, fetch, sign_in, signed_in_client


def make_key(client: FlaskClient, **changes: Any) -> Any:
    answer = client.post("/api/keys", json={"name": "report", **changes}, headers=FETCH)
    assert answer.status_code == 201, answer.text
    return body(answer)


def bearer(made: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {made['key']}"}


@pytest.fixture
def program(database_url: str) -> FlaskClient:
    """A client without any cookie."""
    return client_of(database_url, auth="on")


def test_a_key_opens_what_it_was_made_for_and_writes_without_the_header(
    database_url: str, program: FlaskClient
) -> None:
    admin = signed_in_client(database_url, "admin")
    viewer_key, admin_key = make_key(admin), make_key(admin, role="admin", name="import")
    assert viewer_key["key"].startswith("psd_")
    assert program.get("/api/campaigns", headers=bearer(viewer_key)).status_code == 200
    assert program.get("/api/imports", headers=bearer(viewer_key)).status_code == 403
    assert program.get("/api/imports", headers=bearer(admin_key)).status_code == 200
    assert program.post("/api/campaigns", json={}, headers=bearer(viewer_key)).status_code == 403
    assert program.post("/api/campaigns", json={}, headers=bearer(admin_key)).status_code == 422
    assert program.post("/api/keys", json={"name": "more"}, headers=bearer(admin_key)).status_code == 409


def test_a_key_is_shown_once_and_its_use_is(database_url: str, engine: Engine, program: FlaskClient) -> None:
    admin = signed_in_client(database_url, "admin")
    made = make_key(admin, days=30)
    assert fetch(admin, "/api/keys")["items"][0]["last_used_at"] is None
    program.get("/api/campaigns", headers=bearer(made))
    listed = admin.get("/api/keys")
    assert body(listed)["items"][0]["last_used_at"] is not None
    assert made["key"] not in listed.text
    with engine.connect() as connection:
        for table in ("keys", "audit"):
            rows = "\n".join(connection.execute(text(f"select each::text from access.{table} as each")).scalars())
            assert rows and made["key"] not in rows


@pytest.mark.parametrize(
    "end",
    [
        "update access.keys set expires_at = now()",
        "update access.users set active = false",
        "delete from access.users",
    ],
    ids=["expired", "user off", "user gone"],
)
def test_a_key_ends(database_url: str, engine: Engine, program: FlaskClient, end: str) -> None:
    made = make_key(signed_in_client(database_url, "admin"))
    assert program.get("/api/campaigns", headers=bearer(made)).status_code == 200
    with engine.begin() as connection:
        connection.execute(text(end))
    assert program.get("/api/campaigns", headers=bearer(made)).status_code == 401


def test_a_key_of_a_user_with_less_to_say_has_less_to_say(
    database_url: str, engine: Engine, program: FlaskClient
) -> None:
    made = make_key(signed_in_client(database_url, "admin"), role="admin")
    with engine.begin() as connection:
        connection.execute(text("update access.users set role = 'viewer'"))
    assert program.get("/api/imports", headers=bearer(made)).status_code == 403


@pytest.mark.parametrize("by", ["an admin", "the user", "the command"])
def test_a_new_password_ends_the_users_keys_and_no_others(database_url: str, program: FlaskClient, by: str) -> None:
    admin, viewer = (signed_in_client(database_url, role) for role in ("admin", "viewer"))
    made, others = make_key(viewer), make_key(admin)
    (user_id,) = (user["user_id"] for user in fetch(admin, "/api/users")["items"] if user["name"] == "viewer")
    place, new = f"/api/users/{user_id}", "four rivers under an old lamp"
    assert admin.patch(place, json={"role": "analyst"}, headers=FETCH).status_code == 200
    assert program.get("/api/campaigns", headers=bearer(made)).status_code == 200, "only a password ends it"
    if by == "an admin":
        assert admin.patch(place, json={"password": new}, headers=FETCH).status_code == 200
    elif by == "the user":
        assert sign_in(viewer, "viewer").status_code == 200
        changed = viewer.post("/api/session/password", json={"current": PASSWORD, "new": new}, headers=FETCH)
        assert changed.status_code == 204
    else:
        add_user(database_url, "viewer", "viewer")
    assert program.get("/api/campaigns", headers=bearer(made)).status_code == 401
    assert program.get("/api/campaigns", headers=bearer(others)).status_code == 200


def test_keys_are_revoked_by_their_user_or_an_admin_alone(database_url: str, program: FlaskClient) -> None:
    viewer, analyst, admin = (signed_in_client(database_url, role) for role in ("viewer", "analyst", "admin"))
    first, second = make_key(viewer), make_key(viewer, name="other")
    assert analyst.delete(f"/api/keys/{first['key_id']}", headers=FETCH).status_code == 404
    assert fetch(analyst, "/api/keys")["items"] == []
    for client, made in ((viewer, first), (admin, second)):
        assert client.delete(f"/api/keys/{made['key_id']}", headers=FETCH).status_code == 204
        assert client.delete(f"/api/keys/{made['key_id']}", headers=FETCH).status_code == 404
        assert program.get("/api/campaigns", headers=bearer(made)).status_code == 401
    assert [item["user_name"] for item in fetch(admin, "/api/keys")["items"]] == ["viewer", "viewer"]


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
        ({"name": " "}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"role": "admin"}, "role"),
    ],
)
def test_what_makes_no_key_is_named(database_url: str, changes: Any, parameter: str) -> None:
    viewer = signed_in_client(database_url, "viewer")
    answer = viewer.post("/api/keys", json={"name": "report", **changes}, headers=FETCH)
    assert (answer.status_code, body(answer)["errors"][0]["parameter"]) == (422, parameter)


def test_a_key_that_is_wrong_is_no_sign_out(database_url: str) -> None:
    client = signed_in_client(database_url, "viewer")
    refused = client.get("/api/campaigns", headers={"Authorization": "Bearer psd_wrong"})
    assert (refused.status_code, body(refused)["title"]) == (401, "The key is not valid")
    assert client.get("/api/campaigns").status_code == 200


def test_without_sign_in_there_are_no_keys(own_client: FlaskClient) -> None:
    assert own_client.post("/api/keys", json={"name": "x"}, headers=FETCH).status_code == 409
