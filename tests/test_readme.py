"""What the README tells its readers to type works, on the published data."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import psycopg2
import pytest

from db.settings import ROOT
from tests.conftest import is_missing
from tests.e2e.server import Server, serving

README = (ROOT / "README.md").read_text()


def blocks(language: str) -> str:
    return "\n".join(re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL))


CURLS = [line for line in blocks("bash").replace("\\\n", " ").splitlines() if line.startswith("curl")]
QUERIES = [query.strip() for query in blocks("sql").split(";") if query.strip()]


@pytest.fixture(scope="module")
def server(published_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("readme")
    with serving(folder, DATABASE_URL=published_url, DATA_DIR=str(folder)) as server:
        yield server


@pytest.mark.parametrize("line", CURLS)
def test_curl_examples_answer(server: Server, line: str, published_url: str) -> None:
    if not shutil.which("curl"):
        is_missing("curl is not on this machine")
    with psycopg2.connect(published_url) as connection, connection.cursor() as cursor:
        cursor.execute("select min(customer_id) from rfm_scores")
        some = cursor.fetchone()
    connection.close()
    assert some
    # Which customers there are depends on the data.
    command = line.replace("http://localhost:5000", server.url).replace("12347", some[0])
    done = subprocess.run(["curl", "-sf", *shlex.split(command)[1:]], capture_output=True, text=True, check=True)
    if "/api/export/" in line:
        assert done.stdout.startswith("customer_id,segment,monetary\n")
        assert len(done.stdout.splitlines()) > 1
    else:
        answer: dict[str, Any] = orjson.loads(done.stdout)
        assert answer["run_id"] == 1


@pytest.mark.parametrize("query", QUERIES)
def test_queries_find_rows(published_url: str, query: str) -> None:
    connection = psycopg2.connect(published_url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            assert cursor.fetchall()
    finally:
        connection.close()


def test_there_are_examples() -> None:
    assert len(CURLS) == 7
    assert len(QUERIES) == 3


def test_every_make_target_is_there_and_every_link_leads_somewhere() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = document.read_text()
        for target in re.findall(r"`?make ([a-z-]+)", text):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{document.name}: make {target}"
        for link in re.findall(r"\]\((?!http)([^)#]+)\)", text):
            assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_the_layout_names_every_folder() -> None:
    listed = set(re.findall(r"^(\w+)/ ", blocks("text"), re.MULTILINE))
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {Path(name).parts[0] for name in tracked.splitlines() if "/" in name}
    assert listed == {folder for folder in folders if not folder.startswith(".")}
