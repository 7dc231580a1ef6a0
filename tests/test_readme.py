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
# Of the other pages those that only ask; docs/api.md has a test of its own.
ASKING = "\n".join((ROOT / "docs" / f"{name}.md").read_text() for name in ("architecture", "campaigns", "jobs"))
GETS: list[str] = re.findall(r"^curl 'http[^ ]+'$", ASKING, re.MULTILINE)
QUERIES = [query.strip() for query in blocks("sql").split(";") if query.strip()]


@pytest.fixture(scope="module")
def server(published_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("readme")
    with serving(folder, DATABASE_URL=published_url, DATA_DIR=str(folder)) as server:
        yield server


SOME = """
with before_the_run as (
    select array_agg(month_ends.as_of::text order by month_ends.as_of desc) as days
    from month_ends
    where month_ends.as_of < (select runs.as_of from runs inner join published using (run_id))
)
select
    (select min(customer_id) from rfm_scores),
    (select min(stock_code) from products where not is_charge),
    days[1],
    days[2]
from before_the_run
"""


def ask_for(connection: Any, text: str) -> str:
    """The text with a customer, a product and two month ends that are there: which ones, depends on the data."""
    with connection.cursor() as cursor:
        cursor.execute(SOME)
        there = cursor.fetchone()
    for example, value in zip(("12347", "85123A", "2011-12-01", "2011-11-01"), there, strict=True):
        text = text.replace(example, value)
    return text


@pytest.mark.parametrize("line", [*CURLS, *GETS])
def test_curl_examples_answer(server: Server, line: str, published_url: str) -> None:
    if not shutil.which("curl"):
        is_missing("curl is not on this machine")
    connection = psycopg2.connect(published_url)
    command = ask_for(connection, line.replace("http://localhost:5000", server.url))
    connection.close()
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
    assert len(GETS) == 10


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
