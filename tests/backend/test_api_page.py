"""docs/api.md: it is what the document gives, and each of its curl lines is answered in the shape that it shows."""

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient

from tests.backend import api_page
from tests.backend.conftest import fetch
from tests.conftest import is_missing
from tests.e2e.server import Server, serving

SECTION = re.compile(r"### `(\w+) (\S+)`\n.*?```bash\n(.*?)\n```\n(?:```(\w+)\n(.*?)\n```)?", re.DOTALL)
READS = ("GET", "POST /api/export/customers")
NOT_UNDERSTOOD = {400, 401, 403, 405, 413, 415, 422}


class Section(NamedTuple):
    """One endpoint on the page: its curl line, and what it shows of the answer."""

    method: str
    path: str
    curl: str
    kind: str
    answer: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


SECTIONS = [Section(*found) for found in SECTION.findall(api_page.PAGE.read_text())]
READING = [section for section in SECTIONS if str(section).startswith(READS)]
WRITING = [section for section in SECTIONS if section not in READING]


@pytest.fixture(scope="module")
def document(client: FlaskClient) -> Any:
    return fetch(client, "/api/openapi.json")


@pytest.fixture(scope="module")
def server(published_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("api-page")
    with serving(folder, DATABASE_URL=published_url, DATA_DIR=str(folder)) as server:
        yield server


def test_the_page_is_what_the_document_gives() -> None:
    assert api_page.PAGE.read_text() == api_page.page(), "run `make types`"


def test_every_operation_is_on_it(document: Any) -> None:
    shown = {(section.method, section.path) for section in SECTIONS}
    assert shown == {(method, path) for method, path, _ in api_page.operations(document)}


def run(section: Section, document: Any, address: str, ids: dict[str, str]) -> tuple[int, str]:
    """The status and the body that the page's curl line gets, asked of this server for things that are there."""
    if not shutil.which("curl"):
        is_missing("curl is not on this machine")
    operation = document["paths"][section.path][section.method.lower()]
    shown = api_page.SERVER + api_page.example_path(section.path, operation)
    assert shown in section.curl
    wanted = address + api_page.example_path(section.path, operation, **ids)
    line = section.curl.replace(shown, wanted).replace("@orders.csv", "@README.md")
    command = ["curl", "-s", "-w", "\n%{http_code}", *shlex.split(line)[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    text, _, status = done.stdout.rpartition("\n")
    return int(status), text


def fits(shown: Any, came: Any) -> bool:
    """The shown names are there, with values of the shown kind; null may stand for any."""
    if shown is None or came is None:
        return True
    if isinstance(shown, dict):
        names = set(shown) - {"..."}
        return isinstance(came, dict) and all(name in came and fits(shown[name], came[name]) for name in names)
    if isinstance(shown, list):
        return isinstance(came, list) and all(fits(shown[0], item) for item in came[:1] if shown)
    if isinstance(shown, bool | str):
        return type(shown) is type(came)
    return isinstance(came, int | float)


@pytest.mark.parametrize("section", READING, ids=str)
def test_what_reads_is_answered_as_shown(section: Section, document: Any, server: Server) -> None:
    ids = {
        "customer_id": server.get("/api/customers/rfm", limit=1)["items"][0]["customer_id"],
        "stock_code": server.get("/api/products", limit=1)["items"][0]["stock_code"],
    }
    status, text = run(section, document, server.url, ids)
    if {"campaign_id", "import_id", "job_id"} & set(re.findall(r"{(\w+)}", section.path)):
        assert status == 404, text  # none is there
    elif section.kind == "json":
        assert status == 200 and fits(json.loads(section.answer), json.loads(text)), text
    else:
        first = text.splitlines()[0]
        assert status == 200 and (first == section.answer.splitlines()[0] or first.startswith("# HELP ")), text


def test_what_writes_is_understood(document: Any, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("api-page-writes")
    with serving(folder, DATABASE_URL=database_url, DATA_DIR=str(folder)) as server:
        for section in WRITING:
            status, text = run(section, document, server.url, {})
            responses = document["paths"][section.path][section.method.lower()]["responses"]
            expected = {int(code) for code in responses} - NOT_UNDERSTOOD
            if section.path == "/api/session":  # nobody is there to sign in
                expected |= {401}
            assert status in expected, (str(section), status, text)


def test_an_answer_of_another_shape_is_found(client: FlaskClient) -> None:
    section = next(section for section in READING if section.path == "/api/customers/segments")
    shown, came = json.loads(section.answer), fetch(client, "/api/customers/segments")
    assert fits(shown, came)
    assert not fits({**shown, "nothing": 1}, came)
    assert not fits({**shown, "currency": 1}, came)
    assert not fits({**shown, "items": [{"segment": 1}]}, came)
