"""The documentation as a whole: links, anchors, ways to each page, commands and queries."""

import importlib.util
import re
import subprocess
from pathlib import Path

import psycopg2
import pytest

from db.settings import ROOT
from tests.test_readme import ask_for

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def links(page: Path) -> list[str]:
    return re.findall(r"\]\((?!https?:)([^)\s]+)\)", prose(page))


def anchors(page: Path) -> set[str]:
    """The names that GitHub gives a page's headings."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_and_anchor_leads_somewhere(page: Path) -> None:
    for link in links(page):
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_reached_from_the_readme() -> None:
    found, waiting = set(), [PAGES[0]]
    while waiting:
        page = waiting.pop()
        found.add(page)
        places = [(page.parent / link.partition("#")[0]).resolve() for link in links(page)]
        waiting += [place for place in places if place.suffix == ".md" and place not in found]
    assert sorted(map(name, set(PAGES) - found)) == []


def test_every_make_target_of_the_pages_below_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for page in PAGES:
        for target in re.findall(r"`(?:\w+=\S+ )*make ([a-z-]+)", page.read_text()):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{name(page)}: make {target}"


def commands(page: Path) -> list[tuple[str, str]]:
    """Each module or script that the page starts by Python, with the rest of its line."""
    found = re.findall(r"python (?:-m ([a-z][\w.]+)|([a-z]\S+\.py))([^\n`#]*)", page.read_text())
    return [(script or module.replace(".", "/") + ".py", rest) for module, script, rest in found]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_python_command_is_there_with_its_flags(page: Path) -> None:
    for script, rest in commands(page):
        module = script.removesuffix(".py").replace("/", ".")
        if not (ROOT / script).is_file():
            assert importlib.util.find_spec(module.split(".")[0]) and not (ROOT / script.split("/")[0]).exists(), script
            continue
        for flag in re.findall(r" (--(?!help)[a-z-]+)", rest):
            used = subprocess.run(
                ["git", "grep", "-q", "--", f'"{flag}"', script, str(Path(script).parent)], cwd=ROOT, check=False
            )
            assert used.returncode == 0, f"{script} {flag}"


def queries(*pages: str) -> list[str]:
    texts = [text for page in pages for kind, text in FENCE.findall((ROOT / page).read_text()) if kind == "sql"]
    plain = [re.sub(r"--.*", "", text) for text in texts]
    return [query.strip() for text in plain for query in text.split(";") if query.strip()]


QUERIES = queries("docs/architecture.md", "docs/jobs.md", "docs/loading.md", "docs/segments.md")


@pytest.mark.parametrize("query", QUERIES)
def test_queries_find_rows(published_url: str, query: str) -> None:
    connection = psycopg2.connect(published_url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(ask_for(connection, query))
            assert cursor.fetchall()
    finally:
        connection.close()


def test_there_are_queries() -> None:
    assert len(QUERIES) == 8
