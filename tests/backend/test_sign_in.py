"""Signing in: who gets in, who does not, and what the log says of it."""

import re
import subprocess
import sys
from contextlib import ExitStack

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from backend.attempts import BY_NAME, BY_PAIR
from backend.errors import ProblemException
from backend.passwords import PLACES, WAITING, hash_password
from backend.roles import NEEDED, OPEN, ROLES, may
from db.settings import ROOT
from tests.backend.conftest import FETCH, PASSWORD, add_user, body, client_of, fetch, sign_in, signed_in_client

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def signed_out(database_url: str) -> FlaskClient:
    return client_of(database_url, auth="on")


def log_of(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        return [(row.who, row.what) for row in connection.execute(text("select * from access.audit order by audit_id"))]


def endpoints(client: FlaskClient) -> list[tuple[str, str, str]]:
    """Name, method and an address of every endpoint."""
    found = []
    for rule in client.application.url_map.iter_rules():
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        path = re.sub(r"<uuid:[^>]*>", "0b8f7e9e-0000-4000-8000-000000000000", rule.rule)
        found.append((rule.endpoint, method, re.sub(r"<[^>]*>", "1", path)))
    return found


def test_every_endpoint_has_a_role_and_every_role_an_endpoint(signed_out: FlaskClient) -> None:
    assert {endpoint for endpoint, _, _ in endpoints(signed_out)} == set(NEEDED)


def test_an_endpoint_without_a_role_is_refused_even_without_sign_in(
    own_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert own_client.get("/api/campaigns").status_code == 200
    monkeypatch.delitem(NEEDED, "campaigns.campaigns")
    refused = own_client.get("/api/campaigns")
    assert (refused.status_code, "backend/roles.py" in body(refused)["detail"]) == (403, True)


@pytest.mark.parametrize(
    ("session", "headers"), [(None, {}), ("x" * 43, {}), (None, {"Authorization": "Basic bm9wZTpub3Bl"})]
)
def test_signed_out_every_endpoint_that_is_not_open_is_refused(
    signed_out: FlaskClient, session: str | None, headers: dict[str, str]
) -> None:
    if session is not None:
        signed_out.set_cookie("session", session)
    for endpoint, method, path in endpoints(signed_out):
        answer = signed_out.open(path, method=method, headers={**FETCH, **headers}, environ_base=ELSEWHERE)
        if NEEDED[endpoint] == OPEN:
            assert answer.status_code != 401, endpoint
        elif endpoint == "spa.docs":
            assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?next=/api/docs")
        else:
            assert (answer.status_code, body(answer)["title"]) == (401, "Sign in first"), endpoint


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_it_should_and_no_more(database_url: str, role: str) -> None:
    client = signed_in_client(database_url, role)
    assert fetch(client, "/api/session")["user"] == {"name": role, "role": role, "by": "session"}
    for endpoint, method, path in endpoints(client):
        needed = NEEDED[endpoint]
        if needed == OPEN:
            continue
        answer = client.open(path, method=method, headers=FETCH, environ_base=ELSEWHERE)
        assert (answer.status_code == 403) is not may(role, needed), (endpoint, answer.text)  # type: ignore[arg-type]
        assert answer.status_code != 401


def test_whoever_signs_in_gets_a_cookie_that_scripts_cannot_read(signed_out: FlaskClient, database_url: str) -> None:
    assert fetch(signed_out, "/api/session") == {"sign_in": True, "has_users": False, "user": None}
    add_user(database_url, "anna@shop.example")
    answer = sign_in(signed_out, " Anna@Shop.example ")
    assert answer.status_code == 200, answer.text
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("session=") and "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert answer.headers["Cache-Control"] == "no-store"
    assert fetch(signed_out, "/api/campaigns") == {"items": []}


def test_behind_tls_the_cookie_is_sent_over_tls_alone(database_url: str) -> None:
    add_user(database_url, "anna")
    client = client_of(database_url, auth="on", proxy_hops="1")
    answer = sign_in(client, "anna", **{"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=") and "; Secure" in cookie and "Path=/" in cookie


def test_a_forwarded_address_is_believed_only_of_a_known_proxy(database_url: str, engine: Engine) -> None:
    add_user(database_url, "anna")
    for hops, seen in (("0", "127.0.0.1"), ("1", "203.0.113.9")):
        sign_in(client_of(database_url, auth="on", proxy_hops=hops), "anna", **{"X-Forwarded-For": "203.0.113.9"})
        with engine.connect() as connection:
            newest = "select address from access.audit order by audit_id desc limit 1"
            assert connection.execute(text(newest)).scalar_one() == seen


def test_signing_out_ends_the_session_itself(database_url: str) -> None:
    client = signed_in_client(database_url, "admin")
    kept = client.get_cookie("session")
    assert kept is not None
    thief = client_of(database_url, auth="on")
    thief.set_cookie("session", kept.value)
    assert thief.get("/api/campaigns").status_code == 200
    assert client.delete("/api/session").status_code == 403  # without the header
    assert client.delete("/api/session", headers=FETCH).status_code == 204
    assert thief.get("/api/campaigns").status_code == 401


def test_signing_out_ends_no_other_session(database_url: str) -> None:
    one = signed_in_client(database_url, "analyst")
    same, other = client_of(database_url, auth="on"), signed_in_client(database_url, "viewer")
    assert sign_in(same, "analyst").status_code == 200
    assert one.delete("/api/session", headers=FETCH).status_code == 204
    assert fetch(same, "/api/session")["user"]["name"] == "analyst"
    assert fetch(other, "/api/session")["user"]["name"] == "viewer"


@pytest.mark.parametrize(
    "change",
    [
        "update access.sessions set expires_at = now() - interval '1 second'",
        "update access.sessions set last_used_at = now() - interval '13 hours'",
        "update access.users set active = false",
    ],
    ids=["expired", "left alone", "user gone"],
)
def test_a_session_ends(database_url: str, engine: Engine, change: str) -> None:
    client = signed_in_client(database_url, "admin")
    assert client.get("/api/campaigns").status_code == 200
    with engine.begin() as connection:
        connection.execute(text(change))
    assert client.get("/api/campaigns").status_code == 401
    assert fetch(client, "/api/session")["user"] is None


def test_the_use_of_a_session_keeps_that_one_alone(database_url: str, engine: Engine) -> None:
    one, other = signed_in_client(database_url, "admin"), signed_in_client(database_url, "viewer")
    with engine.begin() as connection:
        connection.execute(text("update access.sessions set last_used_at = now() - interval '11 hours'"))
    assert one.get("/api/campaigns").status_code == 200
    with engine.begin() as connection:
        connection.execute(text("update access.sessions set last_used_at = last_used_at - interval '2 hours'"))
    assert one.get("/api/campaigns").status_code == 200
    assert other.get("/api/campaigns").status_code == 401


def test_a_token_is_nowhere_in_the_database(database_url: str, engine: Engine) -> None:
    client = signed_in_client(database_url, "admin")
    kept = client.get_cookie("session")
    assert kept is not None
    with engine.connect() as connection:
        for table in ("users", "sessions", "attempts", "audit"):
            rows = "\n".join(connection.execute(text(f"select each::text from access.{table} as each")).scalars())
            assert rows and kept.value not in rows and PASSWORD not in rows


def test_name_and_password_are_wrong_in_the_same_words(database_url: str, signed_out: FlaskClient) -> None:
    add_user(database_url, "anna")
    told = {body(sign_in(signed_out, *pair))["detail"] for pair in (("anna", "wrong"), ("nobody", PASSWORD))}
    assert told == {"Name and password do not belong together."}


def test_the_log_names_who_came_and_who_failed_but_no_unknown_name(
    database_url: str, engine: Engine, signed_out: FlaskClient
) -> None:
    add_user(database_url, "anna")
    for name, password in (("anna", "wrong"), ("my secret typed as a name", "x"), ("anna", PASSWORD)):
        sign_in(signed_out, name, password)
    assert log_of(engine) == [("anna", "sign-in failed"), ("unknown name", "sign-in failed"), ("anna", "sign-in")]


def test_after_ten_wrong_passwords_even_the_right_one_waits(
    database_url: str, engine: Engine, signed_out: FlaskClient
) -> None:
    add_user(database_url, "anna")
    for _ in range(BY_PAIR.most):
        assert sign_in(signed_out, "anna", "wrong").status_code == 401
    other_process = client_of(database_url, auth="on")
    for client in (signed_out, other_process):
        locked = sign_in(client, "anna")
        assert locked.status_code == 429
        assert 0 < int(locked.headers["Retry-After"]) <= 900
        assert "Try again in 15 minutes" in body(locked)["detail"]
    assert sign_in(signed_out, "other", "wrong").status_code == 401  # others of this address may still come
    with engine.begin() as connection:
        connection.execute(text("update access.attempts set expires_at = now()"))
    assert sign_in(other_process, "anna").status_code == 200


def test_the_addresses_of_one_household_count_as_one(database_url: str) -> None:
    add_user(database_url, "anna")
    client = client_of(database_url, auth="on", proxy_hops="1")

    def attempt(address: str) -> int:
        return sign_in(client, "anna", "wrong", **{"X-Forwarded-For": address}).status_code

    assert [attempt(f"2001:db8:0:1::{number}") for number in range(BY_PAIR.most)] == [401] * BY_PAIR.most
    assert attempt("2001:db8:0:1:ffff::1") == 429
    assert attempt("2001:db8:0:2::1") == 401
    assert [attempt(f"::ffff:198.51.100.{number}") for number in range(BY_PAIR.most)] == [401] * BY_PAIR.most


def test_a_name_is_not_guessed_from_many_addresses(database_url: str) -> None:
    add_user(database_url, "anna")
    client = client_of(database_url, auth="on", proxy_hops="1")
    tried = [
        sign_in(client, "anna", "wrong", **{"X-Forwarded-For": f"198.51.100.{number}"}).status_code
        for number in range(BY_NAME.most + 1)
    ]
    assert tried == [401] * BY_NAME.most + [429]
    assert sign_in(client, "anna").status_code == 429
    assert user_command(database_url, "Anna", f"{PASSWORD}\n").returncode == 0
    assert sign_in(client, "anna").status_code == 200


def test_where_passwords_wait_already_the_next_is_told_to_come_again_and_counts_for_nothing(
    database_url: str, engine: Engine, signed_out: FlaskClient
) -> None:
    def attempts() -> int:
        with engine.connect() as connection:
            counted: int = connection.execute(text("select count(*) from access.attempts")).scalar_one()
        return counted

    add_user(database_url, "anna")
    with ExitStack() as at_once:
        for _ in range(1 + WAITING):
            at_once.enter_context(PLACES.one())
        for _ in range(BY_PAIR.most + 1):
            refused = sign_in(signed_out, "anna")
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
        with pytest.raises(ProblemException):
            hash_password(PASSWORD)
        assert attempts() == 0
        assert signed_out.get("/healthz").status_code == 200
    assert sign_in(signed_out, "anna").status_code == 200


def user_command(database_url: str, name: str, typed: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "backend.user_command", name],
        cwd=ROOT,
        env={"DATABASE_URL": database_url},
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_first_user_is_made_by_one_command(database_url: str) -> None:
    def make(name: str, typed: str) -> "subprocess.CompletedProcess[str]":
        return user_command(database_url, name, typed)

    short, common = make("anna", "short\n"), make("anna", "password1234567890\n")
    assert (short.returncode, common.returncode) == (2, 2)
    assert "15 characters or more" in short.stderr and "common" in common.stderr
    assert make("an na", f"{PASSWORD}\n").returncode == 2
    done = make("Anna", f"{PASSWORD}\n")
    assert (done.returncode, done.stdout.strip()) == (0, "anna can sign in (admin)."), done.stderr
    client = client_of(database_url, auth="on")
    assert sign_in(client, "anna").status_code == 200
    assert make("anna", f"{PASSWORD} again\n").returncode == 0
    assert client.get("/api/campaigns").status_code == 401  # a new password ends every session
    assert sign_in(client, "anna").status_code == 401
    assert sign_in(client, "anna", f"{PASSWORD} again").status_code == 200
