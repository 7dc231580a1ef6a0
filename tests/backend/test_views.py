"""Saved views: everybody who sees the list has them all, and who saved one, or an admin, changes it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from backend.views import MOST
from tests.backend.conftest import FETCH, add_user, body, client_of, fetch, sign_in, signed_in_client

SEARCH = "segment=Lost&sort=recency&columns=segment,monetary"
PLAIN = "segment=Lost&sort=recency&columns=segment%2Cmonetary"


def save(client: FlaskClient, name: str = "Gone", search: str = SEARCH) -> TestResponse:
    return client.post("/api/views", json={"name": name, "search": search}, headers=FETCH)


def saved(client: FlaskClient, name: str = "Gone", search: str = SEARCH) -> Any:
    answer = save(client, name, search)
    assert answer.status_code == 201, answer.text
    return body(answer)


def names(client: FlaskClient) -> list[str]:
    return [item["name"] for item in fetch(client, "/api/views")["items"]]


@pytest.fixture
def anna(database_url: str) -> FlaskClient:
    return signed_in_client(database_url, "analyst")


@pytest.fixture
def colleague(database_url: str) -> FlaskClient:
    """Another analyst."""
    add_user(database_url, "ben", "analyst")
    client = client_of(database_url, auth="on")
    assert sign_in(client, "ben").status_code == 200
    return client


def test_a_view_that_one_saves_is_there_for_all_with_who_saved_it(anna: FlaskClient, colleague: FlaskClient) -> None:
    made = saved(anna)
    assert (made["search"], made["saved_by"], made["may_change"]) == (PLAIN, "analyst", True)
    saved(colleague, "all", "")
    assert names(anna) == names(colleague) == ["all", "Gone"]
    assert fetch(colleague, "/api/views")["items"][1] == {**made, "may_change": False}


def test_a_name_is_taken_once_and_replacing_is_another_request(anna: FlaskClient) -> None:
    made = saved(anna)
    again = save(anna, "  Gone ")
    assert (again.status_code, body(again)["errors"][0]["parameter"]) == (409, "name")
    path = f"/api/views/{made['view_id']}"
    new = anna.put(path, json={"name": "Gone", "search": "q=germ"}, headers=FETCH)
    assert (new.status_code, body(new)["search"]) == (200, "q=germ")
    assert body(new)["saved_at"] > made["saved_at"]
    saved(anna, "Other")
    taken = anna.put(path, json={"name": "Other", "search": ""}, headers=FETCH)
    assert (taken.status_code, body(taken)["title"]) == (409, "Name taken")
    assert [item["search"] for item in fetch(anna, "/api/views")["items"]] == ["q=germ", PLAIN]


def test_only_who_saved_it_or_an_admin_changes_a_view(
    database_url: str, anna: FlaskClient, colleague: FlaskClient
) -> None:
    path = f"/api/views/{saved(anna)['view_id']}"
    wanted = {"name": "Gone", "search": ""}
    for refused in (colleague.put(path, json=wanted, headers=FETCH), colleague.delete(path, headers=FETCH)):
        assert (refused.status_code, body(refused)["title"]) == (403, "Not your view")
    assert fetch(anna, "/api/views")["items"][0]["search"] == PLAIN
    admin = signed_in_client(database_url, "admin")
    replaced = admin.put(path, json=wanted, headers=FETCH)
    assert (replaced.status_code, body(replaced)["saved_by"]) == (200, "admin")
    assert anna.delete(path, headers=FETCH).status_code == 403  # the admin's by now
    assert admin.delete(path, headers=FETCH).status_code == 204
    for gone in (admin.delete(path, headers=FETCH), admin.put(path, json=wanted, headers=FETCH)):
        assert (gone.status_code, body(gone)["title"]) == (404, "No such view")
    log = [(entry["who"], entry["what"], entry["details"]) for entry in fetch(admin, "/api/audit")["items"]]
    named = {"name": "Gone"}
    assert [entry for entry in log if entry[1].startswith("view ")] == [
        ("admin", "view deleted", named),
        ("admin", "view replaced", named),
        ("analyst", "view saved", named),
    ]


def test_a_viewer_has_no_views_as_there_is_no_list_for_them(database_url: str, anna: FlaskClient) -> None:
    path = f"/api/views/{saved(anna)['view_id']}"
    viewer = signed_in_client(database_url, "viewer")
    asked = viewer.get("/api/views"), save(viewer, "Mine"), viewer.delete(path, headers=FETCH)
    assert {answer.status_code for answer in asked} == {403}
    assert names(anna) == ["Gone"]
    assert client_of(database_url, auth="on").get("/api/views").status_code == 401


def test_a_program_saves_in_the_name_of_its_user(database_url: str, anna: FlaskClient, colleague: FlaskClient) -> None:
    key = body(anna.post("/api/keys", json={"name": "report", "role": "analyst"}, headers=FETCH))["key"]
    bearer = {"Authorization": f"Bearer {key}"}
    program = client_of(database_url, auth="on")
    made = body(program.post("/api/views", json={"name": "Weekly", "search": ""}, headers=bearer))
    assert (made["saved_by"], made["may_change"]) == ("analyst", True)
    path = f"/api/views/{made['view_id']}"
    assert colleague.delete(path, headers=FETCH).status_code == 403
    assert anna.delete(path, headers=FETCH).status_code == 204


def test_without_sign_in_everything_is_allowed_and_a_write_needs_its_header(own_client: FlaskClient) -> None:
    made = saved(own_client)
    assert (made["saved_by"], made["may_change"]) == (None, True)
    path = f"/api/views/{made['view_id']}"
    bare = own_client.post("/api/views", json={"name": "a", "search": ""}), own_client.delete(path)
    assert {answer.status_code for answer in bare} == {403}
    assert own_client.put(path, json={"name": "New", "search": ""}, headers=FETCH).status_code == 200
    assert own_client.delete(path, headers=FETCH).status_code == 204
    assert names(own_client) == []


def test_what_was_saved_without_sign_in_is_an_admins_to_change(
    own_client: FlaskClient, database_url: str, anna: FlaskClient
) -> None:
    path = f"/api/views/{saved(own_client)['view_id']}"
    assert anna.delete(path, headers=FETCH).status_code == 403
    assert signed_in_client(database_url, "admin").delete(path, headers=FETCH).status_code == 204


def test_views_of_a_user_who_is_gone_stay(database_url: str, engine: Engine, anna: FlaskClient) -> None:
    saved(anna)
    with engine.begin() as connection:
        connection.execute(text("delete from access.users"))
    (left,) = fetch(signed_in_client(database_url, "admin"), "/api/views")["items"]
    assert (left["name"], left["saved_by"]) == ("Gone", None)


def fill_up(engine: Engine) -> None:
    """As many views as leave room for one more."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "insert into saved_views (name, search, texts)"
                " select 'view ' || number, '', '{}' from generate_series(2, :most) as number"
            ),
            {"most": MOST},
        )


def test_as_many_are_kept_as_is_said(own_client: FlaskClient, engine: Engine) -> None:
    fill_up(engine)
    last = saved(own_client, "the last one")
    full = save(own_client, "one more")
    assert (full.status_code, body(full)["title"]) == (409, "Too many views")
    assert f"There are {MOST} views" in body(full)["detail"] and body(full)["errors"] == []
    path = f"/api/views/{last['view_id']}"
    assert own_client.put(path, json={"name": "replaced", "search": ""}, headers=FETCH).status_code == 200
    assert own_client.delete(path, headers=FETCH).status_code == 204
    saved(own_client, "one more")
    assert len(names(own_client)) == MOST


def test_two_who_save_at_once_are_not_both_the_last_one(database_url: str, engine: Engine) -> None:
    client = client_of(database_url)
    fill_up(engine)
    waits = text("select exists (select 1 from pg_locks where relation = 'saved_views'::regclass and not granted)")
    with ThreadPoolExecutor(1) as pool, engine.connect() as other:
        other.execute(text("insert into saved_views (name, search, texts) values ('the last one', '', '{}')"))
        second = pool.submit(save, client)
        while not second.done() and not other.execute(waits).scalar_one():
            pass
        other.commit()
        assert body(second.result())["title"] == "Too many views"
    assert len(names(client)) == MOST


@pytest.mark.parametrize(
    "search",
    [
        "",
        "segment=At+Risk&segment=Lost&country=C%C3%B4te+d%27Ivoire",
        "r_score=5&r_score=4&f_score=1&m_score=2&fm_score=3&cell=5-4",
        "min_monetary=500.5&max_recency=30&min_frequency=2&max_probability=0.25",
        "q=anna%2Bshop%40example.com&sort=-purchase_probability&columns=",
        "columns=segment%2Ccountry",
    ],
)
def test_all_that_the_list_says_in_its_address_is_kept_as_it_is(own_client: FlaskClient, search: str) -> None:
    assert saved(own_client, search=search)["search"] == search


@pytest.mark.parametrize(
    "search",
    [
        "https://evil.example/",
        "javascript:alert(1)",
        "//evil.example",
        "?segment=Lost",
        "next=//evil.example",
        "segment=Lost&next=https%3A%2F%2Fevil.example",
        "sort=monetary%20desc",
        "sort=-password_hash",
        "columns=a%3Cscript%3E",
        "columns=%2F%2Fevil.example",
        "r_score=6",
        "cell=6-1",
        "min_monetary=much",
        "min_monetary=",
        "min_monetary=nan",
        "q=a%00b",
        "q=" + 101 * "a",
        "segment=" + 201 * "a",
        "limit=5",
        "cursor=abc",
        "from_row=7",
        "#segment=Lost",
        "segment=" + "&segment=".join(300 * ["Lost"]),
        "q=" + 99 * "é" + 18 * ("&segment=" + 99 * "é"),
    ],
    ids=lambda search: search[:40],
)
def test_nothing_else_can_be_stored(own_client: FlaskClient, search: str) -> None:
    answer = save(own_client, search=search)
    assert (answer.status_code, body(answer)["errors"][0]["parameter"]) == (422, "search"), answer.text
    assert names(own_client) == []


def test_what_is_wrong_in_a_view_is_named(own_client: FlaskClient) -> None:
    told = {search: body(save(own_client, search=search))["detail"] for search in ("next=x", "r_score=6")}
    assert told == {
        "next=x": "search: next: the list has no such filter",
        "r_score=6": "search: r_score: Input should be less than or equal to 5",
    }


@pytest.mark.parametrize("search", ["q=</script><script>alert(1)</script>", "q=https://evil.example#x", "q=x\r\ny"])
def test_what_is_written_into_a_filter_stays_a_value_of_that_filter(own_client: FlaskClient, search: str) -> None:
    kept = saved(own_client, search=search)["search"]
    assert kept == f"q={quote(search.removeprefix('q='), safe='')}"


@pytest.mark.parametrize(
    "name",
    ["", " ", "\u00a0", 61 * "a", "a\0b", "a\nb", "\tb", "a\x7f", "a\u202eb", "a\u2028b", 5, None],
)
def test_a_name_that_is_none_is_refused(own_client: FlaskClient, name: Any) -> None:
    answer = save(own_client, name)
    assert (answer.status_code, body(answer)["errors"][0]["parameter"]) == (422, "name"), answer.text
    assert names(own_client) == []


def test_a_name_is_any_text_of_60_characters(own_client: FlaskClient) -> None:
    for name in (60 * "ü", "Στόχοι 🎒", "a/b?c=d#e%20", "' or 1=1 --", "<b>bold</b>", ".."):
        assert saved(own_client, name)["name"] == name
    assert saved(own_client, "  trimmed\u00a0")["name"] == "trimmed"
    assert len(names(own_client)) == 7


def test_what_is_not_asked_for_is_refused(own_client: FlaskClient) -> None:
    made = saved(own_client)
    path = f"/api/views/{made['view_id']}"
    for answer in (
        own_client.get("/api/views?all=1"),
        own_client.delete(f"{path}?all=1", headers=FETCH),
        own_client.post("/api/views", json={"name": "a", "search": "", "user_id": 1}, headers=FETCH),
        own_client.post("/api/views", json={"name": "a"}, headers=FETCH),
        own_client.put(path, json={"search": ""}, headers=FETCH),
    ):
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), answer.text
    for number in (made["view_id"] + 1, 2**63, 10**21):
        assert own_client.delete(f"/api/views/{number}", headers=FETCH).status_code == 404
    assert own_client.get(path).status_code == 405
