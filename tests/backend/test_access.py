"""Who may come in, and what every answer says about itself."""

import pytest
from flask.testing import FlaskClient

from backend.app import create_app
from db.settings import Settings
from tests.backend.conftest import FETCH, body, client_of, fetch


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "localhost.evil.example"},
        {"Host": "192.168.1.5:5000"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Forwarded": "for=1.2.3.4"},
        {"X-Forwarded-For": "1.2.3.4"},
        {"X-Forwarded-Host": "localhost"},
    ],
    ids=str,
)
def test_without_sign_in_strangers_are_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.get("/api/customers/rfm", headers=headers)
    assert answer.status_code == 403
    assert "customer_id" not in answer.text


@pytest.mark.parametrize("host", ["localhost:5000", "127.0.0.1:5000", "[::1]:5000", "LOCALHOST"])
def test_without_sign_in_this_machine_comes_in(client: FlaskClient, host: str) -> None:
    assert client.get("/api/runs/current", headers={"Host": host, "Origin": f"http://{host}"}).status_code == 200


def test_a_write_needs_its_header(client: FlaskClient) -> None:
    assert client.post("/api/export/customers", json={}).status_code == 403
    assert client.post("/api/export/customers", json={}, headers=FETCH).status_code == 200


def test_sign_in_cannot_be_off_for_another_address(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        create_app(Settings(auth="off", host="0.0.0.0"))
    assert stopped.value.code == 2
    assert "AUTH=off" in capsys.readouterr().err


def test_sign_in_cannot_be_off_behind_a_proxy(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        create_app(Settings(auth="off", proxy_hops=1))
    assert "PROXY_HOPS" in capsys.readouterr().err


def test_health_needs_no_sign_in_and_tells_no_figures(published_url: str) -> None:
    client = client_of(published_url, auth="on")
    assert fetch(client, "/healthz") == {"status": "ok"}
    assert fetch(client, "/readyz")["status"] == "ready"


def test_a_database_that_is_away_is_not_ready_and_says_so() -> None:
    client = client_of("postgresql://shop:hidden-word@127.0.0.1:9/shop")
    ready = client.get("/readyz")
    assert (ready.status_code, body(ready)["database"]) == (503, False)
    answer = client.get("/api/overview")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "hidden-word" not in answer.text + ready.text
    assert client.get("/healthz").status_code == 200


def test_an_empty_database_is_not_ready(server_url: str) -> None:
    answer = client_of(server_url).get("/readyz")
    assert answer.status_code == 503
    assert "db.migrate" in body(answer)["detail"]
    overview = client_of(server_url).get("/api/overview")
    assert overview.status_code == 503
    assert "db.migrate" in body(overview)["detail"]


def test_every_answer_has_its_safety_headers(client: FlaskClient) -> None:
    for path in ("/", "/api/overview", "/api/nothing", "/healthz"):
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Request-Id"]
    assert client.get("/api/customers/rfm").headers["Cache-Control"] == "private, no-cache"


def test_the_shops_locale_and_zone_are_a_script_that_needs_no_sign_in(published_url: str) -> None:
    answer = client_of(published_url, auth="on", locale="de-DE").get("/api/locale.js")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    told = '{"locale": "de-DE", "zone": "Europe/London"}'
    assert answer.text == f"Object.assign(document.documentElement.dataset, {told})\n"
    assert '"en-GB"' in client_of(published_url).get("/api/locale.js").text


def test_other_origins_come_in_only_when_listed(published_url: str) -> None:
    client = client_of(published_url, auth="on", cors_origins="https://shop.example")
    asked = {"Origin": "https://shop.example", "Access-Control-Request-Method": "GET"}
    allowed = client.options("/api/overview", headers=asked)
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    sent = client.options("/api/overview", headers={**asked, "Access-Control-Request-Headers": "if-none-match"})
    assert "if-none-match" in sent.headers["Access-Control-Allow-Headers"].lower()
    other = client.options("/api/overview", headers={**asked, "Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in other.headers


def test_paths_lead_nowhere_else(client: FlaskClient) -> None:
    for path in (
        "/api",
        "/api/nothing",
        "/api/customers",
        "/../pyproject.toml",
        "/%2e%2e/pyproject.toml",
        "/missing.js",
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert answer.content_type == "application/problem+json"
    assert client.get("/customers/17850").content_type.startswith("text/html")
    assert client.delete("/api/overview", headers=FETCH).status_code == 405
